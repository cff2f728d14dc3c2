// The interface description keeps the rules that its readers rely on.
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { readFileSync } from 'node:fs'

const address = new URL('../../api/openapi.yaml', import.meta.url)
const config = await createConfig({
  extends: ['recommended'],
  rules: { 'operation-4xx-response': 'off', 'no-unused-components': 'error' },
})
const problems = await lintFromString({ source: readFileSync(address, 'utf8'), absoluteRef: 'openapi.yaml', config })
for (const problem of problems) {
  console.error(`${problem.severity} ${problem.ruleId} ${problem.location[0]?.pointer ?? ''}: ${problem.message}`)
}
if (problems.length > 0) process.exit(1)
