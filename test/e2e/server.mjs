// The program under test: the demonstration county in a folder of its own, or an empty one, on a free port.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))
const program = join(root, 'build/src/main/kuangan')
export const CLOCK = '2023-10-25T09:00:00+08:00'
export const work = mkdtempSync(join(tmpdir(), 'kuangan-e2e-'))
const running = new Set()
let made = null

export function verb(...args) {
  const got = spawnSync(program, args, { cwd: root, encoding: 'utf8' })
  if (got.status !== 0) throw new Error(`kuangan ${args.join(' ')}: ${got.stderr}`)
  return got.stdout
}

/* Made once; each journey that changes it gets a copy. */
function demo() {
  if (made) return made
  made = join(work, 'demo')
  verb('demo', `--set=data.folder=${made}`)
  return made
}

async function serve(data) {
  const child = spawn(program, ['serve', `--set=data.folder=${data}`, '--set=server.port=0', `--set=clock.time=${CLOCK}`],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  const server = { log: '', url: '', data, stop: () => stop(child) }
  child.stderr.on('data', (d) => { server.log += d })
  server.url = await new Promise((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (d) => {
      said += d
      const at = /http:\/\/\S+/.exec(said)
      if (at) resolve(at[0])
    })
    child.on('exit', (code) => { running.delete(child); reject(new Error(`the server ended with ${code}: ${server.log}`)) })
  })
  return server
}

function stop(child) {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode)
  const gone = new Promise((resolve) => child.on('exit', resolve))
  child.kill('SIGTERM')
  return gone
}

export async function serveDemo() {
  const copy = mkdtempSync(join(work, 'county-'))
  cpSync(demo(), copy, { recursive: true })
  return serve(copy)
}
export const serveEmpty = () => serve(join(mkdtempSync(join(work, 'empty-')), 'data'))

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(work, { recursive: true, force: true })
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))
