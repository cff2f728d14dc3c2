// Builds the interface once, unless CHUAN_WEB names one that is built, and runs every test of this folder.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = (program, options, environment = {}) =>
  spawnSync(program, options, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } }).status ?? 1

let built
if (!process.env.CHUAN_WEB) {
  built = mkdtempSync(join(tmpdir(), 'chuan-web-'))
  const status = run('npx', ['vite', 'build', '--outDir', built, '--emptyOutDir', '--logLevel', 'warn'])
  if (status !== 0) process.exit(status)
}
const status = run(process.execPath, ['--test', 'e2e/'], built ? { CHUAN_WEB: built } : {})
if (built) rmSync(built, { recursive: true, force: true })
process.exit(status)
