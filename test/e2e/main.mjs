// main.mjs [JOURNEY…]: runs the journeys one after another and prints one line for each step; see run.sh.
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { finish, journey } from './harness.mjs'

const folder = fileURLToPath(new URL('./journeys/', import.meta.url))
const wanted = process.argv.slice(2)
for (const file of readdirSync(folder).sort()) {
  if (wanted.length && !wanted.some((w) => file.includes(w))) continue
  const { default: steps } = await import(folder + file)
  await journey(file.replace(/\.mjs$/, ''), steps)
}
process.exit(await finish())
