// Writes .br and .gz beside every file of dist that shrinks, so that the server never compresses while it answers.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url).pathname

export function files(dir) {
  return readdirSync(dir).flatMap((n) => (statSync(join(dir, n)).isDirectory() ? files(join(dir, n)) : [join(dir, n)]))
}

let before = 0, after = 0
for (const f of files(dist)) {
  if (!/\.(js|css|html|svg|json|webmanifest)$/.test(f)) continue
  const raw = readFileSync(f)
  const br = brotliCompressSync(raw, { params: {
    [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length } })
  if (br.length >= raw.length) continue
  writeFileSync(f + '.br', br)
  writeFileSync(f + '.gz', gzipSync(raw, { level: 9 }))
  before += raw.length
  after += br.length
}
console.log(`compressed ${Math.round(before / 1024)} kB to ${Math.round(after / 1024)} kB (brotli)`)
