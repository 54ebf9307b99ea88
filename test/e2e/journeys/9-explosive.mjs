// Explosives: refused beyond the quota, approved, carried, received and issued by two keepers (also without network),
// blasted, returned, counted; an override that cannot be hidden.
import { PHONE } from '../harness.mjs'

const api = (p, method, path, body) => p.page.evaluate(async ([m, u, b]) => {
  const r = await fetch(u, { method: m, headers: { 'Content-Type': 'application/json' }, body: b ? JSON.stringify(b) : undefined })
  return { status: r.status, json: await r.json() }
}, [method, path, body])
const must = (x) => { if (x.status !== 200) throw new Error(JSON.stringify(x)); return x.json }
const step = async (p, what, id, action, body = {}) => must(await api(p, 'POST', `/api/explosives/${what}/${id}/steps/${action}`, body))
const PEOPLE = [['赵守库', '保管员', 'keeper'], ['钱守库', '保管员', 'keeper'], ['孙开山', '爆破员', 'blaster'], ['李看守', '安全员', 'safety']]
const OTHERS = [['周一炮', '爆破员'], ['周二炮', '爆破员'], ['周三炮', '爆破员'], ['周四炮', '爆破员'], ['吴安全', '安全员'], ['郑设计', '爆破工程技术人员']]
const PIN = '246810'

async function makeMine(w, m) {
  const p = await w.signedIn('anweiban'), firm = await w.signedIn('hengshi')
  const own = must(await api(firm, 'GET', '/api/mines')).items[0]
  m.mine = must(await api(p, 'POST', '/api/mines', { name: '恒石新建铁矿', kind: 'open_pit', minerals: '铁矿', enterprise: own.enterprise, town: own.town, industry: own.industry, scale_t: 300000 })).id
  for (const kind of ['mining', 'safety', 'blasting']) must(await api(p, 'POST', `/api/mines/${m.mine}/licences`, { kind, number: `新-${kind}`, valid_from: '2023-01-01', valid_to: '2026-12-31' }))
  for (const [person, post] of [...PEOPLE, ...OTHERS]) must(await api(p, 'POST', `/api/mines/${m.mine}/certificates`, { person, post, kind: '爆破作业人员许可证', number: 'X', valid_from: '2023-01-01', valid_to: '2026-12-31' }))
}

async function makeQuota(w, m) {
  const police = await w.signedIn('gongan'), safety = await w.signedIn('yingji')
  m.magazine = must(await api(police, 'POST', '/api/explosives/magazines', { mine: m.mine, name: '新库', explosive_g: 5000000, detonators: 20000, cord_m: 1000 })).id
  const q = must(await api(police, 'POST', '/api/explosives/quotas', { mine: m.mine, year: 2023, ore_density: 3.3, ore_density_source: '储量核实报告', ore_q: 0.6, ore_q_source: '爆破试验' }))
  await step(safety, 'quotas', q.id, 'sign')
  await step(police, 'quotas', q.id, 'approve')
}

async function fillPurchase(p, m, kg, pieces) {
  await p.go('/explosives/purchases')
  await p.click('new-purchase')
  await p.page.locator('#f-magazine').selectOption(String(m.magazine))
  await p.page.locator('#f-supplier').selectOption({ index: 1 })
  await p.page.locator('#f-purpose').selectOption('production')
  await p.fill('field-use_text', '采场爆破')
  await p.fill('field-bank_account', '2100000000000099')
  await p.fill('field-emulsion_kg', String(kg))
  await p.fill('field-detonators', String(pieces))
  await p.click('new-save')
  await p.at('purchase-page').waitFor()
}

async function take(p, action, fields = {}) {
  await p.click(`step-${action}`)
  for (const [name, value] of Object.entries(fields)) {
    const at = p.page.locator(`#f-${name}`)
    if (value === true) await at.check()
    else await at.fill(value)
  }
  await p.click('flow-submit')
  await p.at('dialog').waitFor({ state: 'detached' })
}

/* At the counter: the kind, what, and two who sign. */
async function enter(p, kind, { amounts = {}, codes = '', blast = null }, who = [0, 1]) {
  await p.click(`do-${kind}`)
  if (blast) await p.at('blast').selectOption(String(blast))
  for (const [i, n] of Object.entries(amounts)) await p.fill(`amount-${i}`, n)
  if (codes) await p.fill('codes', codes)
  for (const [n, i] of [['first', who[0]], ['second', who[1]]]) {
    const option = await p.at(`who-${n}`).locator('option').filter({ hasText: PEOPLE[i][0] }).getAttribute('value')
    await p.at(`who-${n}`).selectOption(option)
    await p.fill(`pin-${n}`, PIN)
  }
  await p.click('sign')
}

export default {
  steps: [
    ['a mine asks for more than its quota and is refused on the spot, with the sum', async (w, m) => {
      await makeMine(w, m)
      await makeQuota(w, m)
      const p = await w.signedIn('hengshi')
      await fillPurchase(p, m, 4800, 400)
      await p.has('refused', '本月')
      await p.has('checks', '不符合')
      await p.accessible('a refused permit')
      await p.go(`/explosives/mines/${m.mine}`)
      await p.has('account', '54,545 kg')
      await p.fits('a mine’s account')
      await p.accessible('a mine’s account')
    }],
    ['what the quota leaves is approved, the deal filed, and carried', async (w, m) => {
      const p = await w.signedIn('hengshi'), police = await w.signedIn('gongan')
      await fillPurchase(p, m, 1000, 60)
      m.purchase = Number(p.page.url().match(/(\d+)$/)[1])
      await police.go('/')
      await police.sees('采场爆破')
      await police.go(`/explosives/purchases/${m.purchase}`)
      await take(police, 'approve')
      await p.go(`/explosives/purchases/${m.purchase}`)
      await take(p, 'file', { deal_on: '2023-10-25', price_yuan: '8100', by_bank: true })
      await p.click('new-transport')
      for (const [f, v] of Object.entries({ carrier: '青岭危货运输有限公司', vehicle: '辽C0A099', driver: '施平', escort: '张远', from_place: '销售企业库', route: '县道—矿区', emulsion_kg: '1000', detonators: '60', codes: '0530901B00001-00060' })) await p.fill(`field-${f}`, v)
      await p.click('new-save')
      await p.at('transport-page').waitFor()
      m.transport = Number(p.page.url().match(/(\d+)$/)[1])
      await step(police, 'transports', m.transport, 'approve')
      await p.go(`/explosives/transports/${m.transport}`)
      await take(p, 'depart')
      await take(p, 'arrive')
      const b = must(await api(p, 'POST', '/api/explosives/blasts', { mine: m.mine, day: '2023-10-25', shift: 'day', place: '+300', material: 'ore', blaster: '孙开山', engineer: '郑设计', holes: 10, hole_mm: 90, depth_m: 11, stemming_m: 3, volume_m3: 500, plan_kg: 300, plan_detonators: 11, delay_kg: 60, distance_m: 400, hardness: 'medium' }))
      m.blast = b.id
      await p.go(`/explosives/blasts/${m.blast}`)
      await take(p, 'release')
    }],
    ['two keepers receive it and issue for the blast, at a phone', async (w, m) => {
      const p = await w.signedIn('kuguan', { size: PHONE })
      await p.go(`/counter/${m.magazine}`)
      for (const [person, , post] of PEOPLE) {
        await p.click('key-new')
        await p.fill('key-person', person)
        await p.at('key-post').selectOption(post)
        await p.fill('key-pin', PIN)
        await p.click('key-save')
        await p.has('device-key', person)
      }
      await p.click('key-new')
      await p.fill('key-person', '无证人')
      await p.fill('key-pin', PIN)
      p.expectRefusal(400)
      await p.click('key-save')
      await p.has('key-wrong', '没有有效')
      await p.page.getByText('取消').first().click()
      await enter(p, 'receive', {})
      await p.has('stock-emulsion', '1,000 kg')
      await p.has('stock-detonator', '60')
      await enter(p, 'issue', { blast: m.blast, amounts: { emulsion: '301', detonator: '1' }, codes: '0530901B00001' })
      await p.has('wrong', '超过设计用量')
      await p.page.getByText('取消').first().click()
      await enter(p, 'issue', { blast: m.blast, amounts: { emulsion: '300', detonator: '11' }, codes: '0530901B00001-00011' })
      await p.has('stock-emulsion', '700 kg')
      await p.fits('the counter')
      await p.accessible('the counter')
    }],
    ['without network the counter goes on; what was signed goes up when it can', async (w, m) => {
      const p = await w.signedIn('kuguan')
      await p.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
      await p.page.waitForTimeout(1500)
      await p.context.setOffline(true)
      await p.page.reload()
      await p.has('net', '离线')
      await enter(p, 'use', { blast: m.blast, amounts: { emulsion: '290', detonator: '10' }, codes: '0530901B00001-00010' }, [2, 3])
      await p.has('waiting', '1 条')
      await enter(p, 'return', { blast: m.blast, amounts: { emulsion: '10', detonator: '1' }, codes: '0530901B00011' })
      await p.has('waiting', '2 条')
      await p.has('stock-emulsion', '710 kg')
      p.faults.length = 0             /* the browser's words about what it could not reach */
      await p.context.setOffline(false)
      await p.hasNot('waiting')
      await enter(p, 'count', { amounts: { emulsion: '710', detonator: '50' } })
      await p.has('done')
    }],
    ['the blast is settled by the book, the permit returned, a piece is followed', async (w, m) => {
      const p = await w.signedIn('hengshi'), police = await w.signedIn('gongan')
      await step(p, 'blasts', m.blast, 'fire', { fired_at: '2023-10-25T08:50:00+08:00', broken_m3: 480 })
      await p.go(`/explosives/blasts/${m.blast}`)
      await take(p, 'settle')
      await p.has('used', '0.604 kg/m³')
      await p.go(`/explosives/transports/${m.transport}`)
      await take(p, 'return')
      await police.go('/explosives/detonators/0530901B00003')
      await police.has('detonator', '已使用')
      await police.accessible('a detonator')
      await police.go('/explosives/alerts')
      await police.sees('已查清')
    }],
    ['one piece of difference is an alert to the police', async (w, m) => {
      const p = await w.signedIn('kuguan'), police = await w.signedIn('gongan')
      await p.go(`/counter/${m.magazine}`)
      await enter(p, 'count', { amounts: { emulsion: '710', detonator: '49' } })
      await p.has('done')
      await police.go('/explosives/alerts?state=open')
      await police.sees('清点 49')
      await police.page.getByRole('link').filter({ hasText: '清点 49' }).first().click()
      await take(police, 'check')
      await police.accessible('an alert')
    }],
    ['an override by the head of the police shows everywhere', async (w, m) => {
      const p = await w.signedIn('hengshi'), head = await w.signedIn('gongan1'), market = await w.signedIn('anweiban')
      await fillPurchase(p, m, 5000, 10)
      const id = Number(p.page.url().match(/(\d+)$/)[1])
      await head.go(`/explosives/purchases/${id}`)
      await take(head, 'override', { text: '抢险救灾急需，县政府专题会议纪要第九号' })
      await head.has('overridden', '局长特批')
      await p.go('/explosives/purchases')
      await p.has('overridden', '抢险救灾')
      await p.accessible('the permits desk')
      await market.go('/explosives/market')
      await market.has('market', '局长特批')
      await market.has('signs', 'HHI')
      await market.accessible('the market')
    }],
  ],
}
