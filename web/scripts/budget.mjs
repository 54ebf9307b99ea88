// Weighs the first load of a page: every script and style that it needs before it can be used, as brotli sends them,
// and refuses what our oldest browser (Chromium 87) does not know.  Exit 1 over budget.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url).pathname
const manifest = JSON.parse(readFileSync(dist + '.vite/manifest.json', 'utf8'))
const kB = 1000

/* Pages and the lazily loaded modules that they always need. */
const PAGES = [
  { name: 'sign-in', limit: 60, needs: ['index.html', 'src/i18n/zh/base.ts', 'chunk:door'] },
  { name: 'workbench', limit: 250, needs: ['index.html', 'src/i18n/zh/base.ts', 'src/i18n/zh/app.ts',
    'src/layout/AppLayout.vue', 'src/views/workbench/Workbench.vue'] },
]
/* No single lazily loaded script may be heavier than this (charts, editors). */
const CHUNK_LIMIT = 300

function weight(file) {
  return existsSync(dist + file + '.br') ? readFileSync(dist + file + '.br').length
    : brotliCompressSync(readFileSync(dist + file)).length
}

function gather(key, seen) {
  const m = manifest[key] ?? Object.values(manifest).find((x) => `chunk:${x.name}` === key)
  if (!m) throw new Error(`${key} is not in the build: mend PAGES in scripts/budget.mjs`)
  if (seen.has(m.file)) return seen
  seen.add(m.file)
  for (const css of m.css ?? []) seen.add(css)
  for (const k of m.imports ?? []) gather(k, seen)
  return seen
}

let bad = 0
for (const page of PAGES) {
  const seen = new Set(['index.html'])
  for (const key of page.needs) gather(key, seen)
  const total = [...seen].reduce((s, f) => s + weight(f), 0)
  const over = total > page.limit * kB
  bad += over
  console.log(`${over ? 'OVER' : 'ok  '} ${page.name}: ${(total / kB).toFixed(1)} kB of ${page.limit} kB, ${seen.size} files`)
  if (over || process.argv.includes('-v'))
    for (const f of [...seen].sort((a, b) => weight(b) - weight(a))) console.log(`       ${(weight(f) / kB).toFixed(1).padStart(7)} ${f}`)
}

const OLD = [
  [/\.js$/, /\bstructuredClone\(/, 'structuredClone (Chromium 98)'],
  [/\.js$/, /\bObject\.hasOwn\b/, 'Object.hasOwn (93)'],
  [/\.js$/, /[\w)\]]\.at\(-?\d/, 'Array.at (92)'],
  [/\.css$/, /:has\(/, ':has (105)'],
  [/\.css$/, /@layer|@container/, '@layer, @container (99, 105)'],
  [/\.css$/, /\d[dsl]v[hw]\b/, 'dvh (108)'],
  [/\.css$/, /color-mix\(/, 'color-mix (111)'],
]
for (const name of readdirSync(dist + 'assets')) {
  if (/\.(br|gz)$/.test(name)) continue
  const text = readFileSync(dist + 'assets/' + name, 'utf8')
  for (const [file, re, what] of OLD) {
    const m = file.test(name) && re.exec(text)
    if (m) { console.log(`OLD  ${name} uses ${what}: …${text.slice(Math.max(0, m.index - 40), m.index + 30)}…`); bad++ }
  }
  if (/https?:\/\/(?!www\.w3\.org|github\.com|element-plus|vuejs\.org|localhost)/.test(text) && process.argv.includes('-v'))
    console.log(`note ${name} names an address: ${/https?:\/\/(?!www\.w3\.org|github\.com)[^"'`\s)]*/.exec(text)[0]}`)
  if (weight('assets/' + name) > CHUNK_LIMIT * kB) { console.log(`OVER ${name} is above ${CHUNK_LIMIT} kB`); bad++ }
}
process.exit(bad ? 1 : 0)
