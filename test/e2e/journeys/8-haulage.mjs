// Trucks: refused at the gate, caught at the station, the case through both departments to the copy, the mine summoned.
import { PHONE } from '../harness.mjs'

const api = (p, method, path, body) => p.page.evaluate(async ([m, u, b]) => {
  const r = await fetch(u, { method: m, headers: { 'Content-Type': 'application/json' }, body: b ? JSON.stringify(b) : undefined })
  return { status: r.status, json: await r.json() }
}, [method, path, body])
const must = (x) => { if (x.status !== 200) throw new Error(JSON.stringify(x)); return x.json }

export default {
  steps: [
    ['an overloaded truck is refused at the gate of a mine', async (w, m) => {
      const p = await w.signedIn('hengshi')
      await p.go('/haulage/scales')
      m.bridge = must(await api(p, 'GET', '/api/haulage/scales?limit=50')).items.find((s) => s.name === '恒石二矿出口地磅').id
      const said = must(await api(p, 'POST', '/api/haulage/gate', { scale: m.bridge, direction: 'out', plate: '辽Q12345', cargo: '铁矿石', gross_kg: 55200, tare_kg: 15020 }))
      if (said.open || !said.codes.includes('over_limit') || said.unload_kg !== 6200) throw new Error(JSON.stringify(said))
      await p.go('/haulage/tickets?decision=closed')
      await p.has('ticket-row', '辽Q12345')
      await p.accessible('weighings')
      await p.page.getByTestId('ticket-row').filter({ hasText: '辽Q12345' }).first().getByRole('link').first().click()
      await p.has('ticket-page', '未放行')
      await p.sees('超限，须卸载')
      await p.click('prove')
      await p.page.locator('[data-testid="proof"][data-holds="true"]').waitFor()
      await p.accessible('a ticket')
    }],
    ['another comes to the station an hour after leaving the mine, and is a lead', async (w) => {
      const firm = await w.signedIn('hengshi'), p = await w.signedIn('jiaotong')
      const out = { scale: (await bridge(firm)), no: 'E2E-1', at: '2023-10-25T06:40:00+08:00', direction: 'out', plate: '辽Q50923', cargo: '铁矿石', gross_kg: 48600, tare_kg: 15500 }
      must(await api(firm, 'POST', '/api/haulage/weighings', { weighings: [out] }))
      const again = must(await api(firm, 'POST', '/api/haulage/weighings', { weighings: [out] }))
      if (again.known !== 1) throw new Error(JSON.stringify(again))
      await p.go('/haulage/cases')
      const station = must(await api(p, 'GET', '/api/haulage/scales?kind=station')).items[0].id
      must(await api(p, 'POST', '/api/haulage/weighings', { weighings: [{ scale: station, no: 'E2E-2', at: '2023-10-25T07:55:00+08:00', direction: 'pass', plate: '辽Q50923', gross_kg: 54300 }] }))
      await p.go('/haulage/cases')
      await p.has('leads', '恒石铁矿二矿')
      await p.accessible('the desk of enforcement')
    }],
    ['transport opens the case, orders unloading and weighs again', async (w) => {
      const p = await w.signedIn('jiaotong')
      await p.page.getByTestId('lead').first().click()
      await p.has('ticket-page', '辽Q50923')
      await p.click('case-open')
      await p.fill('field-driver', '何某')
      await p.fill('field-qualification', 'Q9903230001')
      await p.fill('field-carrier', '青岭县顺达运输有限公司')
      await p.click('new-save')
      await p.has('haulage-case-page', '6 轴汽车列车：49000 千克')
      await p.has('parties', '恒石铁矿二矿')
      await p.accessible('a case')
      await p.click('step-unload')
      await p.fill('field-text', '责令就地卸载')
      await p.click('flow-submit')
      await p.has('haulage-case-page', '责令卸载')
      await p.click('step-reweigh')
      await p.fill('field-gross_kg', '49200')
      p.expectRefusal(400)
      await p.click('flow-submit')
      await p.sees(/仍超限 200 千克/)
      await p.fill('field-gross_kg', '48900')
      await p.click('flow-submit')
      await p.page.locator('[data-testid="haulage-case-page"][data-state="handed"]').waitFor()
    }],
    ['the police fine once and within the law, and take the payment', async (w) => {
      const p = await w.signedIn('gongan')
      await p.go('/haulage/cases?state=handed')
      await p.page.getByTestId('haulage-case-row').filter({ hasText: '辽Q50923' }).getByRole('link').first().click()
      await p.click('step-decide')
      await p.fill('field-fine_yuan', '9000')
      await p.fill('field-points', '1')
      await p.fill('field-document', '青公交决字〔2023〕310号')
      p.expectRefusal(400)
      await p.click('flow-submit')
      await p.sees(/超出法定幅度/)
      await p.fill('field-fine_yuan', '2500')
      await p.click('flow-submit')
      await p.page.locator('[data-testid="haulage-case-page"][data-state="decided"]').waitFor()
      await p.click('step-pay')
      await p.fill('field-yuan', '2500')
      await p.fill('field-receipt', '辽财缴 77200')
      await p.click('flow-submit')
      await p.page.locator('[data-testid="haulage-case-page"][data-state="closed"]').waitFor()
      await p.hasNot('step-copy')
    }],
    ['transport copies it to the home authority', async (w) => {
      const p = await w.signedIn('jiaotong')
      await p.page.reload()
      await p.settled()
      await p.click('step-copy')
      await p.fill('field-to', '海城市交通运输局')
      await p.click('flow-submit')
      await p.page.locator('[data-testid="haulage-case-page"][data-state="copied"]').waitFor()
    }],
    ['the mine it came from is summoned, and its firm sees it', async (w) => {
      const p = await w.signedIn('jiaotong')
      await p.go('/haulage/sources?party=mine')
      await p.accessible('loading places')
      await p.page.getByTestId('haulage-measure-row').filter({ hasText: '恒石铁矿二矿' }).getByRole('link').first().click()
      await p.click('step-impose')
      await p.fill('field-document', '青交约谈〔2023〕3号')
      await p.click('flow-submit')
      await p.page.locator('[data-testid="haulage-measure-page"][data-state="done"]').waitFor()
      const firm = await w.signedIn('hengshi')
      await firm.go('/haulage/sources')
      await firm.has('haulage-measure-row', '已完成')
      await firm.go('/haulage/cases')
      await firm.has('haulage-case-row', '辽Q50923')
    }],
    ['the day, the routes, trucks and scales can be read, also on a phone', async (w) => {
      const p = await w.signedIn('fuxianzhang')
      for (const [path, id] of [['/haulage?day=2023-09-29', 'haulage-day'], ['/haulage/routes?month=2023-09', 'haulage-routes'], ['/haulage/trucks', 'truck-row'], ['/haulage/scales', 'scale-row']]) {
        await p.go(path)
        await p.has(id)
        await p.accessible(path)
      }
      await p.page.getByTestId('scale-row').first().getByRole('link').first().click()
      await p.has('scale-page')
      await p.accessible('a scale')
      const phone = await w.signedIn('jiaotong@phone', { size: PHONE })
      for (const path of ['/haulage?day=2023-09-29', '/haulage/tickets', '/haulage/cases', '/haulage/sources', '/haulage/routes?month=2023-09', '/haulage/trucks', '/haulage/scales']) {
        await phone.go(path)
        await phone.fits(path)
      }
      const c = must(await api(phone, 'GET', '/api/haulage/cases?limit=1')).items[0].id
      await phone.go(`/haulage/cases/${c}`)
      await phone.has('haulage-case-page')
      await phone.fits('a case')
    }],
    ['another town sees nothing of it', async (w) => {
      const p = await w.signedIn('yunyang')
      await p.go('/haulage/tickets')
      await p.sees('还没有称重记录')
    }],
  ],
}

async function bridge(p) {
  return must(await api(p, 'GET', '/api/haulage/scales?limit=50')).items.find((s) => s.name === '恒石二矿出口地磅').id
}
