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
