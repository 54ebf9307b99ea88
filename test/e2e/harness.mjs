// What every journey needs: a browser, people who sign in through the page, and a careful eye.  A console error, an
// uncaught error, an answer of 5xx, or a refusal (4xx) that nobody expected makes the step fail in which it happens.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { serveDemo, serveEmpty, work } from './server.mjs'
import { listen, readWords } from './words.mjs'

export const PASSWORD = 'Qingling-2023'
export const DESKTOP = { width: 1366, height: 768 }
export const PHONE = { width: 390, height: 844 }
const PATIENCE = 15000
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const keep = process.env.KEEP ?? ''
const shots = keep || mkdtempSync(join(tmpdir(), 'kuangan-shots-'))
mkdirSync(shots, { recursive: true })
let browser = null, count = 0, failures = 0

async function launch() {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--lang=zh-CN', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'] })
  return browser
}

/* One person at one browser, with everything that went wrong in it. */
export class Person {
  constructor(world, name, context, page) {
    Object.assign(this, { world, name, context, page, faults: [], said: [], allowed: new Map() })
    page.setDefaultTimeout(PATIENCE)
    page.on('console', (m) => {
      this.said.push(`${m.type()}: ${m.text()}`)
      if (m.type() === 'error' && !m.text().startsWith('Failed to load resource')) this.faults.push(`console: ${m.text()}`)
    })
    page.on('pageerror', (e) => this.faults.push(`page error: ${e.stack ?? e.message}`))
    page.on('response', (r) => this.answered(r))
    page.on('request', (r) => {
      const to = new URL(r.url())
      if (to.protocol.startsWith('http') && to.origin !== world.url) this.faults.push(`asks a third party: ${r.url()}`)
    })
    listen(this)
  }

  answered(r) {
    const status = r.status(), left = this.allowed.get(status) ?? 0
    if (status < 400) return
    if (left) this.allowed.set(status, left - 1)
    else this.faults.push(`${status} ${r.request().method()} ${r.url()}`)
  }

  /* The next answer with this status is what the journey wants. */
  expectRefusal(status) { this.allowed.set(status, (this.allowed.get(status) ?? 0) + 1) }

  at(id) { return this.page.getByTestId(id) }
  async click(id) { await this.at(id).first().click() }
  async fill(id, text) { await this.at(id).first().fill(text) }
  async go(path) { await this.page.goto(this.world.url + path); await this.settled() }

  /* Nothing is being loaded any more: no bar of progress, no placeholder. */
  async settled() {
    await this.page.waitForFunction(() => document.querySelector('main h1') && !document.querySelector('main .skeleton'))
  }

  /* The text is on the page (or within `where`) and can be seen. */
  async sees(text, where = 'body') {
    const all = this.page.locator(where).getByText(text)
    try { await all.filter({ visible: true }).first().waitFor({ timeout: PATIENCE }) } catch {
      throw new Error(`${this.name} does not see “${text}” in ${where}`)
    }
  }
  async has(id, text) {
    const at = this.at(id).filter(text === undefined ? {} : { hasText: text }).first()
    try { await at.waitFor() } catch { throw new Error(`${this.name} does not find ${id}${text === undefined ? '' : ` with “${text}”`}: it says “${(await this.at(id).allInnerTexts()).join(' | ').slice(0, 300)}”`) }
    return at
  }
  async hasNot(id, text) { await this.at(id).filter(text === undefined ? {} : { hasText: text }).first().waitFor({ state: 'detached' }) }

  async signIn(login = this.name, password = PASSWORD) {
    await this.page.goto(`${this.world.url}/sign-in`)
    await this.fill('sign-in-name', login)
    await this.fill('sign-in-password', password)
    await this.click('sign-in-submit')
    await this.at('user-menu').waitFor()
    return this
  }
  async signOut() {
    await this.click('user-menu')
    await this.click('sign-out')
    await this.at('sign-in-form').waitFor()
  }
  async language(lang) {
    await this.click('user-menu')
    await Promise.all([this.page.waitForResponse((r) => r.url().endsWith('/api/session/lang')), this.click(`lang-${lang}`)])
    await this.page.waitForFunction((l) => document.documentElement.lang.startsWith(l), lang)
    await this.page.keyboard.press('Escape')
  }

  async shot(name) { await this.page.screenshot({ path: join(shots, `${name}.png`), fullPage: true }); return join(shots, `${name}.png`) }

  /* No serious finding of axe. */
  async accessible(what) {
    await this.page.evaluate(axeSource)
    const found = await this.page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ['violations'] })).violations
      .filter((v) => v.impact === 'serious' || v.impact === 'critical')
      .map((v) => `${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} ${n.failureSummary?.split('\n')[1] ?? ''}`).join(' ; ')}`))
    if (found.length) throw new Error(`axe on ${what}: ${found.join('\n')}`)
  }

  /* The page itself is never wider than the window. */
  async fits(what) {
    const [wide, window, who] = await this.page.evaluate(() => {
      const limit = document.documentElement.clientWidth
      const out = [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > limit + 1)
      return [document.documentElement.scrollWidth, limit, out.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(' ; ')]
    })
    if (wide > window + 1) throw new Error(`${what} is ${wide} px wide in a window of ${window}: ${who}`)
  }
  words(lang, what) { return readWords(this, lang, what) }
}

/* A server and the people at it. */
class World {
  constructor(server) { Object.assign(this, { server, url: server.url, people: new Map() }) }

  async person(name, { size = DESKTOP, touch = size === PHONE } = {}) {
    if (this.people.has(name)) return this.people.get(name)
    const context = await (await launch()).newContext({ viewport: size, hasTouch: touch, isMobile: touch, locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
      acceptDownloads: true, reducedMotion: 'reduce' })
    const person = new Person(this, name, context, await context.newPage())
    this.people.set(name, person)
    return person
  }
  async signedIn(name, options) {
    const known = this.people.get(name)
    return known ?? (await this.person(name, options)).signIn(name.split('@')[0])
  }
  async close() {
    for (const p of this.people.values()) await p.context.close()
    const code = await this.server.stop()
    if (code !== 0) throw new Error(`the server ended with ${code}: ${this.server.log}`)
  }
}

function say(ok, name, error) {
  count++
  console.log(`${ok ? 'ok' : 'not ok'} ${count} - ${name}`)
  if (ok) return
  failures++
  console.log(String(error?.stack ?? error).split('\n').filter((l) => !l.includes('node:internal')).map((l) => `#   ${l}`).join('\n'))
}

async function lookAtFailure(world, name) {
  for (const p of world?.people.values() ?? []) {
    const path = await p.shot(`failed-${name}-${p.name}`.replace(/[^\w-]+/g, '_')).catch((e) => e.message.split('\n')[0])
    console.log(`#   ${p.name} at ${p.page.url()}: ${path}`)
    for (const line of p.said.slice(-8)) console.log(`#     ${line}`)
  }
  for (const line of world?.server.log.split('\n').filter(Boolean).slice(-8) ?? []) console.log(`#   server: ${line}`)
}

async function take(world, memory, act) {
  await act(world, memory)
  const faults = [...world.people.values()].flatMap((p) => p.faults.splice(0).map((f) => `${p.name}: ${f}`))
  if (faults.length) throw new Error(faults.join('\n'))
}

/* A journey: { empty, steps: [[what, async (world, memory) => …, alone], …] }.  After a failed step the rest of it makes
 * no sense, unless the step stands alone. */
export async function journey(name, { empty = false, steps }) {
  const memory = {}
  let world = null
  try {
    world = new World(await (empty ? serveEmpty() : serveDemo()))
    for (const [what, act, alone] of steps) {
      try { await take(world, memory, act) } catch (e) {
        if (!alone) throw e
        say(false, `${name}: ${what}`, e)
        memory.failed = true
      }
      if (!memory.failed) say(true, `${name}: ${what}`)
      memory.failed = false
      memory.step = (memory.step ?? 0) + 1
    }
    await world.close()
    world = null
  } catch (e) {
    const at = steps[memory.step ?? 0]
    say(false, `${name}: ${at ? at[0] : 'the server ends in order'}`, e)
    await lookAtFailure(world, `${name}-${memory.step ?? 0}`)
    const left = steps.length - (memory.step ?? 0) - 1
    if (left > 0) console.log(`#   ${left} steps of this journey were not taken`)
    await world?.close().catch(() => undefined)
  }
}

export async function finish() {
  await browser?.close()
  console.log(`1..${count}`)
  if (!failures && !keep) rmSync(shots, { recursive: true, force: true })
  else console.log(`# screenshots: ${shots}`)
  return failures ? 1 : 0
}
export { work }
