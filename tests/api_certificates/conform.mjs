// node conform.mjs OPENAPI.yaml ANSWERS.jsonl: every answer ({"method","route","status","media","as_file","body"}, one a line)
// against the description of the interface. Says what does not fit and ends with 1; else how many it has looked at.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

const require = createRequire(resolve('server/web/package.json'))
const yaml = require('js-yaml')
const Ajv = require('@redocly/ajv/dist/2020.js').default

const [, , description, answers] = process.argv
const api = yaml.load(readFileSync(description, 'utf8'))
const ajv = new Ajv({ strict: false, validateSchema: false, validateFormats: false, allErrors: true })
ajv.addSchema(api, 'api')

const at = (pointer) => pointer.slice(2).split('/').reduce((here, name) => here[name.replaceAll('~1', '/')], api)
const meant = (schema) => (schema?.$ref ? meant(at(schema.$ref)) : (schema ?? {}))
const escaped = (name) => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** The members a schema names; nothing where it allows others. */
function members(schema) {
  const one = meant(schema)
  if (one.additionalProperties) return null
  const parts = [...(one.allOf ?? []), ...(one.oneOf ?? []), ...(one.anyOf ?? [])].map(members)
  if (parts.includes(null)) return null
  return Object.assign({}, one.properties, ...parts)
}
function unnamed(value, schema, path, found) {
  if (Array.isArray(value)) {
    const items = meant(schema).items
    if (items) for (const one of value) unnamed(one, items, `${path}[]`, found)
  } else if (value && typeof value === 'object') {
    const named = members(schema)
    if (!named || Object.keys(named).length === 0) return
    for (const [name, one] of Object.entries(value))
      if (name in named) unnamed(one, named[name], `${path}/${name}`, found)
      else found.add(`${path}/${name} is not described`)
  }
}

const checks = new Map()
function checkOf(pointer) {
  if (!checks.has(pointer)) checks.set(pointer, ajv.compile({ $ref: `api${pointer}` }))
  return checks.get(pointer)
}

/** Where the schema of an answer stands, "" for one without a body to look at; throws the fault's words. */
function pointerOf({ method, route, status, media, as_file, body }) {
  const path = route.slice('/api/v1'.length)
  const operation = api.paths[path]?.[method.toLowerCase()]
  if (!operation) throw 'is not described'
  if (as_file && status === 200 && operation['x-csv'] && media !== 'text/csv') throw 'is no file for Accept: text/csv'
  if (media === 'text/csv' && operation['x-csv']) return ''
  const name = status in operation.responses ? String(status) : 'default'
  if (status < 400 && name === 'default') throw `status ${status} is not described`
  let pointer = `#/paths/${escaped(path)}/${method.toLowerCase()}/responses/${name}`
  if (operation.responses[name].$ref) pointer = operation.responses[name].$ref
  const content = meant(operation.responses[name]).content
  if (!content && body) throw 'has a body, and none is described'
  if (!content || content['*/*']) return ''
  if (!content[media]) throw `has ${media}, described is ${Object.keys(content)}`
  return media.endsWith('json') ? `${pointer}/content/${escaped(media)}/schema` : ''
}

const faults = new Map()
let looked = 0
for (const line of readFileSync(answers, 'utf8').split('\n').filter(Boolean)) {
  const answer = JSON.parse(line)
  const say = (words) => {
    const text = `${answer.method} ${answer.route} ${answer.status}: ${words}`
    faults.set(text, (faults.get(text) ?? 0) + 1)
  }
  try {
    const pointer = pointerOf(answer)
    if (!pointer) continue
    const check = checkOf(pointer)
    const value = JSON.parse(answer.body)
    if (!check(value)) for (const error of check.errors) say(`${error.instancePath.replaceAll(/\/\d+/g, '[]')} ${error.message}`)
    const found = new Set()
    unnamed(value, at(pointer), '', found)
    found.forEach(say)
    looked += 1
  } catch (fault) {
    say(String(fault))
  }
}
for (const [text, times] of faults) console.log(`${times} x ${text}`)
if (faults.size === 0) console.log(looked)
process.exit(faults.size === 0 ? 0 : 1)
