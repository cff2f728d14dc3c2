import react from '@vitejs/plugin-react'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

/** Writes .br and .gz beside every text file, so that the server only picks one. */
function precompress(): Plugin {
  let folder = ''
  const walk = (path: string): string[] =>
    readdirSync(path).flatMap((name) => {
      const inner = join(path, name)
      return statSync(inner).isDirectory() ? walk(inner) : [inner]
    })
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir
    },
    closeBundle() {
      for (const file of walk(folder).filter((name) => /\.(js|css|html|svg|wasm|webmanifest|txt)$/.test(name))) {
        const bytes = readFileSync(file)
        if (bytes.length < 512) continue
        writeFileSync(file + '.gz', gzipSync(bytes, { level: 9 }))
        const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
        writeFileSync(file + '.br', brotliCompressSync(bytes, { params: quality }))
      }
    },
  }
}

export default defineConfig({
  plugins: [react(), precompress()],
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { '/api': process.env.CHUAN_SERVER ?? 'http://localhost:8080' }, fs: { allow: ['.', '../../lims-core', '../api'] } }, // the tests read what the program records and refuses
  test: { environment: 'node', include: ['test/**/*.test.ts'] },
} as Parameters<typeof defineConfig>[0])
