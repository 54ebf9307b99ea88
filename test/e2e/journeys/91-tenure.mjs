// Mining rights and operators (measures 7, 8): a new right from the form to the register, never without the county head's
// meeting; a renewal; an operator from the call for candidates to the safety agreement and the hand-over.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PHONE } from '../harness.mjs'
import { work } from '../server.mjs'

const PAPER = join(work, 'tenure.txt')
const ZONES = join(work, 'zones.geojson')
const LAND = '1,4520000.0,41530000.0,,,\n2,4520000.0,41530800.0,,,\n3,4519400.0,41530800.0,,,\n4,4519400.0,41530000.0,,,\n*,260,80,一区,1\n'
const NAME = '新磊大理岩矿'
const JOINT = ['yingji', 'huanjing', 'lincao', 'shuili', 'gongan']
const api = (p, method, path, body) => p.page.evaluate(async ([m, u, b]) => {
  const r = await fetch(u, { method: m, headers: { 'Content-Type': 'application/json' }, body: b ? JSON.stringify(b) : undefined })
  return { status: r.status, json: await r.json() }
}, [method, path, body])

/* Fields by what they are: a text is typed, a choice is chosen, a picker is asked. */
async function fill(p, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const at = p.page.locator(`#f-${name}`)
    if (await at.evaluate((e) => e.tagName === 'SELECT')) await at.selectOption(value)
    else if (await at.getAttribute('role') === 'combobox') {
      await at.fill(value)
      await p.page.getByRole('option', { name: value }).first().click()
    } else await at.fill(value)
  }
}
async function send(p, fields = {}, file = false) {
  await fill(p, fields)
  if (file) {
    await p.page.locator('input[type="file"]').first().setInputFiles(PAPER)
    await p.page.locator('[data-testid="evidence-file"][data-state="done"]').first().waitFor()
  }
  await p.click('flow-submit')
  await p.at('dialog').waitFor({ state: 'detached' })
}
const take = async (p, action, fields, file) => { await p.click(`step-${action}`); await send(p, fields, file) }
const state = (p, page, s) => p.page.locator(`[data-testid="${page}-page"][data-state="${s}"]`).waitFor()

export default {
  steps: [
    ['protected land comes in from a file, and a wrong feature is named', async (w) => {
      writeFileSync(PAPER, '附件')
      const square = (x, y, d) => ({ type: 'Polygon', coordinates: [[[x, y], [x + d, y], [x + d, y + d], [x, y + d], [x, y]]] })
      const layer = (geometry) => JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: { name: '青岭水源地' }, geometry: square(123.3578, 40.8, 0.01) }, { type: 'Feature', properties: { name: '二号' }, geometry }] })
      const p = await w.signedIn('ziran')
      await p.go('/tenure/zones')
      await p.click('zone-import')
      await p.click('zone-save')
      await p.has('error-f-kind')
      await fill(p, { kind: 'river', source: '河湖名录' })
      writeFileSync(ZONES, layer(square(500, 40, 1)))
      await p.at('zone-file').setInputFiles(ZONES)
      p.expectRefusal(400)
      await p.click('zone-save')
      await p.has('zone-error', '2')
      writeFileSync(ZONES, layer(square(123.5, 40.9, 0.01)))
      await p.at('zone-file').setInputFiles(ZONES)
      await p.accessible('the import of protected land')
      await p.click('zone-save')
      await p.sees('青岭水源地')
    }],
    ['a new right is asked for with the form, and what is wrong stands on its field', async (w, m) => {
      const p = await w.signedIn('ziran')
      await p.go('/tenure/applications')
      await p.click('new-application')
      await p.click('new-save')
      await p.has('error-f-kind')
      await fill(p, { kind: 'new', right_kind: 'mining', enterprise: '青岭县恒石矿业有限公司', town: '石门镇', name: NAME, applicant: '青岭县恒石矿业有限公司', mineral: '大理石', method: 'open_pit', size: 'small', scale_t: '50000', years: '8', land_text: '1,abc' })
      p.expectRefusal(400)
      await p.click('new-save')
      await p.has('error-f-land_text')
      await p.accessible('the form of an application')
      await p.at('field-land_text').fill(LAND)
      await p.click('new-save')
      await state(p, 'application', 'draft')
      m.application = p.page.url().match(/applications\/(\d+)/)[1]
      await p.has('conflicts')
      await p.at('land-map').waitFor()
      await p.has('meetings', '不能批准')
    }],
    ['materials are handed in, and it is taken through the first review', async (w) => {
      const p = await w.signedIn('ziran')
      for (let i = 0; i < 20 && await p.page.locator('[data-testid^="give-"]').count(); i++) {
        const left = await p.page.locator('[data-testid^="give-"]').count()
        await p.page.locator('[data-testid^="give-"]').first().click()
        await send(p, {}, true)
        await p.page.waitForFunction((n) => document.querySelectorAll('[data-testid^="give-"]').length < n, left)
      }
      await p.accessible('an application')
      await take(p, 'submit')
      await take(p, 'accept')
      await take(p, 'review', { text: '资料齐全，范围内无禁止情形。' })
      await state(p, 'application', 'joint')
    }],
    ['the departments sign, each for itself', async (w, m) => {
      for (const login of JOINT) {
        const p = await w.signedIn(login)
        await p.go(`/tenure/applications/${m.application}`)
        await take(p, 'sign', { verdict: 'agree', text: '现场核实，同意。' })
        await p.has('opinions', '现场核实，同意。')
      }
      const bureau = await w.signedIn('ziran')
      await bureau.go(`/tenure/applications/${m.application}`)
      await take(bureau, 'conclude')
      const p = await w.signedIn('yingji')
      await p.go(`/tenure/applications/${m.application}`)
      await state(p, 'application', 'safety')
      await take(p, 'pass_safety', { text: '安全设施设计可行。' })
      await state(p, 'application', 'meeting')
    }],
    ['without the county head\'s meeting it is refused by the page and by the server, and both say why', async (w, m) => {
      const p = await w.signedIn('ziran')
      await p.go(`/tenure/applications/${m.application}`)
      await p.sees(/县长办公会/, '[data-testid="application-page"]')
      if (await p.at('step-approve').isEnabled().catch(() => false)) throw new Error('the button to approve can be pressed')
      p.expectRefusal(409)
      const { version } = (await api(p, 'GET', `/api/applications/${m.application}`)).json
      const said = await api(p, 'POST', `/api/applications/${m.application}/steps/approve`, { version })
      if (said.status !== 409 || !/办公会/.test(said.json.message)) throw new Error(JSON.stringify(said))
      const { items } = (await api(p, 'GET', '/api/mines?limit=1')).json
      p.expectRefusal(409)
      const entered = await api(p, 'POST', `/api/rights?mine=${items[0].id}`, { kind: 'mining', number: 'C2103002023101120000001', holder: '新磊', main_mineral: '大理石', valid_from: '2023-10-20', valid_to: '2030-10-19', issuer: '省厅', issued_on: '2023-10-20' })
      if (entered.status !== 409) throw new Error(`a new right without the meeting: ${JSON.stringify(entered)}`)
    }],
    ['the meeting is recorded, it is approved, sent up, and the licence stands in the register', async (w, m) => {
      const head = await w.signedIn('xianzhang')
      await head.go(`/tenure/applications/${m.application}`)
      await take(head, 'record', { day: '2023-10-25', no: '青政纪〔2023〕18号', decision: 'agree', text: '同意，限期建成。' }, true)
      const p = await w.signedIn('ziran')
      await p.go(`/tenure/applications/${m.application}`)
      await p.has('meetings', '青政纪〔2023〕18号')
      await take(p, 'approve')
      await take(p, 'send', { no: '青自然资〔2023〕66号', day: '2023-10-25' })
      await take(p, 'grant', { number: 'C9903232023107120000001', issuer: '市自然资源局', issued_on: '2023-10-25', valid_from: '2023-10-25', valid_to: '2031-10-24', scale_t: '50000' })
      await state(p, 'application', 'granted')
      await p.go('/rights?q=C9903232023107120000001')
      await p.page.getByRole('link', { name: 'C9903232023107120000001' }).click()
      await p.at('land-map').waitFor()
      await p.page.getByRole('link', { name: NAME }).click()
      await p.has('mine-tenure', 'C9903232023107120000001')
      await p.has('allowed', '50,000 t')
      m.mine = p.page.url().match(/mines\/(\d+)/)[1]
      await p.click('tenure-map')
      await p.at('land-map').waitFor()
      await p.accessible('a mine with its right')
    }],
    ['a right that runs out is renewed from its page', async (w) => {
      const p = await w.signedIn('ziran')
      const right = (await api(p, 'GET', '/api/rights?standing=valid&limit=50')).json.items.find((r) => r.main_mineral || r.minerals || r.mine)
      await p.go(`/rights/${right.id}`)
      await p.click('new-application')
      await fill(p, { years: '5', scale_t: '60000' })
      await p.click('new-save')
      await state(p, 'application', 'draft')
      await p.sees(right.number)
    }],
    ['an operator is sought, and two candidates are held side by side', async (w, m) => {
      const p = await w.signedIn('zhaoshang')
      await p.go('/operators')
      await p.click('new-opportunity')
      await p.click('new-save')
      await p.has('error-f-title')
      await fill(p, { mine: '恒石', title: '恒石菱镁矿引进经营主体', form: 'contract', scale_t: '300000', open_until: '2023-10-31', terms: '自带深加工项目' })
      await p.click('new-save')
      await state(p, 'operator', 'draft')
      m.operator = p.page.url().match(/operators\/(\d+)/)[1]
      await take(p, 'publish')
      for (const [name, kind] of [['中岭矿业集团有限公司（虚构）', 'central'], ['远山新材料有限公司（虚构）', 'private']]) {
        await p.click('add-candidate')
        await send(p, { name, kind })
        await p.has('candidate', name)
      }
      const { candidates } = (await api(p, 'GET', `/api/opportunities/${m.operator}`)).json
      m.candidates = candidates
      for (const [k, c] of candidates.entries()) for (const l of c.lines) {
        await p.click(`claim-${c.id}-${l.criterion}`)
        await send(p, { value: String(k ? (l.none + l.full) / 2 | 0 : l.full), text: '见附件' }, true)
      }
      await take(p, 'assess')
      await state(p, 'operator', 'assessing')
    }],
    ['another person looks at the evidence, and the sum is there to be followed', async (w, m) => {
      const p = await w.signedIn('ziran')
      await p.go(`/operators/${m.operator}`)
      for (const c of m.candidates) for (const l of c.lines) {
        await p.click(`judge-${c.id}-${l.criterion}`)
        await send(p, { verdict: 'borne', text: '与原件一致' })
      }
      await p.has('candidates', /÷/)
      await p.has('total-score', '100.00')
      await p.accessible('candidates side by side')
      await p.click(`choose-${m.candidates[0].id}`)
      await send(p, { text: '得分最高' })
      await state(p, 'operator', 'negotiating')
    }],
    ['negotiation, contract, and no hand-over without the safety agreement', async (w, m) => {
      const p = await w.signedIn('zhaoshang')
      await p.go(`/operators/${m.operator}`)
      await take(p, 'talk', { day: '2023-10-25', text: '谈定年承包量和安全投入。' })
      await take(p, 'contract', { no: '恒石承〔2023〕1号', from: '2023-10-25', to: '2028-10-24', t: '300000' }, true)
      await p.sees(/安全管理协议/, '[data-testid="operator-page"]')
      if (await p.at('step-hand_over').isEnabled().catch(() => false)) throw new Error('it can be handed over without a safety agreement')
      await take(p, 'safety', { no: '恒石安〔2023〕1号', day: '2023-10-25' }, true)
      await take(p, 'hand_over', { day: '2023-10-25', text: '现场交接完毕。' })
      await state(p, 'operator', 'operating')
      await p.page.getByRole('link', { name: /恒石/ }).first().click()
      await p.has('contractor', '不转移责任')
    }],
    ['in English and on a phone it all fits', async (w, m) => {
      const p = await w.signedIn('ziran@phone', { size: PHONE })
      await p.language('en')
      for (const page of ['/rights', '/tenure/applications', `/tenure/applications/${m.application}`, '/tenure/outside', '/operators', `/operators/${m.operator}`, '/tenure/zones', `/mines/${m.mine}`]) {
        await p.go(page)
        await p.fits(page)
      }
      await p.go(`/operators/${m.operator}`)
      await p.has('candidates', 'Total')
      await p.accessible('candidates on a phone')
      await p.language('zh')
    }],
  ],
}
