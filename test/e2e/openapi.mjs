// openapi.mjs FILE: valid OpenAPI 3.1, every reference resolved, every operation named once.
import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'

const doc = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const result = await new Validator().validate(structuredClone(doc))
const faults = result.valid ? [] : [result.errors]
const ids = Object.values(doc.paths).flatMap((p) => Object.values(p).map((o) => o.operationId))
for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`two operations are called ${id}`)
for (const [path, methods] of Object.entries(doc.paths))
  for (const [method, op] of Object.entries(methods)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1])
    for (const name of names)
      if (!op.parameters.some((p) => p.in === 'path' && p.name === name)) faults.push(`${method} ${path}: ${name} is not described`)
  }
for (const ref of JSON.stringify(doc).matchAll(/"\$ref":"#\/([^"]+)"/g))
  if (ref[1].split('/').reduce((at, key) => at?.[key], doc) === undefined) faults.push(`no ${ref[1]}`)
for (const fault of faults) console.error(fault)
console.log(`${ids.length} operations`)
process.exit(faults.length ? 1 : 0)
