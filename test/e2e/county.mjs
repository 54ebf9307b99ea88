// Short ways to what a journey begins with, through the same API that the pages use.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './server.mjs'

/* Brings the notice of files/notice.txt and issues those of its tasks that need no person's decision. */
export async function issueNotice(world, numbers = ['1', '2']) {
  const p = await world.signedIn('anweiban')
  const text = readFileSync(join(root, 'test/e2e/files/notice.txt'), 'utf8')
  const done = await p.page.evaluate(async ([words, keep]) => {
    const json = { 'Content-Type': 'application/json' }
    const read = async (r) => { if (!r.ok) throw new Error(`${r.url} ${r.status} ${await r.text()}`); return r.json() }
    const { id } = await read(await fetch('/api/notices/read?name=notice.txt', { method: 'POST', body: words }))
    const n = await read(await fetch(`/api/notices/${id}`))
    const draft = { version: n.version, document: n.document, items: n.items.filter((i) => keep.includes(i.no)),
      findings: n.findings.map((f) => ({ kind: f.kind, no: f.no, words: f.words, ignored: true })) }
    const kept = await read(await fetch(`/api/notices/${id}/draft`, { method: 'PUT', headers: json, body: JSON.stringify(draft) }))
    return read(await fetch(`/api/notices/${id}/issue`, { method: 'POST', headers: json, body: JSON.stringify({ version: kept.version, confirm: true }) }))
  }, [text, numbers])
  return done.tasks
}

/* A photograph, as a phone would send it. */
export async function photo(person) {
  const page = await person.context.newPage()
  await page.setContent('<div style="width:800px;height:600px;background:linear-gradient(160deg,#7a6a52,#c9b893 40%,#5b6d78)"></div>')
  const bytes = await page.screenshot({ type: 'jpeg', quality: 80, clip: { x: 0, y: 0, width: 800, height: 600 } })
  await page.close()
  return { name: '库房清点.jpg', mimeType: 'image/jpeg', buffer: bytes }
}

/* The page says why this step is not possible now. */
export async function whyNot(person, action, words) {
  const steps = person.at('steps')
  await steps.waitFor()
  if (await steps.locator('details:not([open])').count()) await steps.locator('summary').click()
  const said = steps.locator(`[data-testid="why-${action}"], [data-why-all~="${action}"]`)
  await said.waitFor()
  const why = (await said.innerText()).trim()
  if (!words.test(why)) throw new Error(`${action} is not possible because “${why}”`)
  await person.sees(why, '[data-testid="steps"]')
}

/* Opens the step's form by its button, fills it and sends it. */
export async function step(person, action, fields = {}, files = []) {
  await person.click(`step-${action}`)
  await person.has('dialog')
  for (const [name, text] of Object.entries(fields)) await person.at(`field-${name}`).fill(text)
  for (const file of files) {
    await person.at('evidence-input').setInputFiles(file)
    await person.page.locator('[data-testid="evidence-file"][data-state="done"]').last().waitFor()
  }
  await person.click('flow-submit')
  await person.at('dialog').waitFor({ state: 'detached' })
}

/* Chooses in a field that looks records up by typing: the option that has the words. */
export async function pick(person, id, words, at = 'dialog') {
  const box = person.page.locator(`${at} #${id}`)
  await box.locator('xpath=ancestor::*[contains(@class, "el-select__wrapper")]').click()
  await box.fill(words.split(' · ')[0])
  await person.page.locator(`${at} .el-select-dropdown__item`).filter({ hasText: words, visible: true }).first().click()
  await person.page.locator(`${at} h2`).first().click()    // a list of many stays open
}

/* A choice of a list of choices in the form of a step. */
export const choose = (person, name, value) => person.page.locator(`dialog #f-${name.replace(/\./g, '-')}`).selectOption(value)

/* Opens the step's form, lets `fill` fill it, adds files, sends it. */
export async function stepWith(person, action, fill, files = []) {
  await person.click(`step-${action}`)
  await person.has('dialog')
  await fill()
  for (const file of files) {
    await person.at('evidence-input').setInputFiles(file)
    await person.page.locator('[data-testid="evidence-file"][data-state="done"]').last().waitFor()
  }
  await person.click('flow-submit')
  await person.at('dialog').waitFor({ state: 'detached' })
}

/* What the API answers to the person at this browser. */
export async function api(person, method, path, body) {
  return person.page.evaluate(async ([m, p, b]) => {
    const r = await fetch(p, { method: m, headers: b ? { 'Content-Type': 'application/json' } : {}, body: b ? JSON.stringify(b) : undefined })
    return { status: r.status, ...(await r.json().catch(() => ({}))) }
  }, [method, path, body])
}

/* A step through the API, with the version that stands. */
export async function apiStep(person, path, action, input = {}) {
  const now = await api(person, 'GET', path)
  return api(person, 'POST', `${path}/steps/${action}`, { version: now.version ?? 1, ...input })
}

/* The record page is in this state. */
export async function inState(person, name, state) {
  await person.page.locator(`[data-testid="${name}-page"][data-state="${state}"]`).waitFor().catch(async () => {
    throw new Error(`${person.name}: ${name} is “${await person.at(`${name}-page`).getAttribute('data-state').catch(() => 'not there')}”, not “${state}”`)
  })
}
export const idOf = (person) => Number(/\/(\d+)/.exec(new URL(person.page.url()).pathname)[1])
