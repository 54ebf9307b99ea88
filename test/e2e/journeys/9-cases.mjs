// Measures 1, 4, 5, 11 and 12 in a browser: an investigation signed together and reported, an accountability case, the
// year's list with an objection, a town's own measure, and a business that reports without an account.
import { api, choose, inState, photo, pick, step, stepWith, whyNot } from '../county.mjs'

const open = (p, what, id) => p.go(`/${what}/${id}`)
const record = async (p, path) => (await api(p, 'GET', path)).items[0].id

export default {
  steps: [
    ['1: the questions are answered; nobody signs or concludes before the last answer', async (w, m) => {
      const p = await w.signedIn('ziran'), town = await w.signedIn('longwangmiao')
      m.probe = await record(p, '/api/investigations?state=opened')
      await open(town, 'investigations', m.probe)
      await whyNot(town, 'sign', /没有/)
      await open(p, 'investigations', m.probe)
      for (const [question, text] of [['over_mining', '产量未超过年度生产规模。'], ['violation', '未发现其他违规开采。']])
        await stepWith(p, 'answer', async () => {
          if (await p.page.locator('dialog select#f-question').count()) await choose(p, 'question', question)
          else await p.fill('field-question', question)
          await choose(p, 'verdict', 'no')
          await p.fill('field-text', text)
        })
      await whyNot(p, 'conclude', /移送/)
      await stepWith(p, 'transfer', () => p.fill('field-text', '移送案卷一册，附证据清单。'), [await photo(p)])
      await whyNot(p, 'conclude', /公安局|龙王庙/)
      await p.accessible('an investigation')
    }],
    ['1: the cooperating units sign; it is concluded and reported to all three', async (w, m) => {
      for (const login of ['gongan', 'longwangmiao']) {
        const q = await w.signedIn(login)
        await open(q, 'investigations', m.probe)
        await step(q, 'sign')
      }
      const p = await w.signedIn('ziran')
      await open(p, 'investigations', m.probe)
      await step(p, 'conclude', { text: '存在越界开采，已移送公安机关。' })
      const paper = await photo(p)
      for (const receiver of ['committee', 'government', 'safety_committee'])
        await stepWith(p, 'report', async () => { await choose(p, 'receiver', receiver); await p.fill('field-day', '2023-10-25') }, [paper])
      await inState(p, 'investigation', 'reported')
    }],
    ['4: the discipline commission decides; who drafted does not', async (w, m) => {
      const a = await w.signedIn('anweiban'), j = await w.signedIn('jiwei')
      m.case = await record(j, '/api/accountability?state=handling')
      await open(a, 'accountability', m.case)
      await whyNot(a, 'decide', /角色/)
      await open(j, 'accountability', m.case)
      await stepWith(j, 'decide', async () => { await choose(j, 'decision', 'criticism'); await j.fill('field-text', '对卧虎镇政府通报批评。'); await j.fill('field-document', '青纪〔2023〕31号') })
      await step(j, 'execute', { text: '已在全县通报。' }, [await photo(j)])
      await j.accessible('an accountability case')
      await step(j, 'archive')
      await j.page.locator('[data-state="archived"]').waitFor()
    }],
    ['5: the list is shown; the department objects; it is decided; it cannot be frozen before the last day', async (w, m) => {
      const z = await w.signedIn('zuzhi'), g = await w.signedIn('gongxin')
      m.list = await record(z, '/api/appraisal/lists')
      await open(z, 'appraisal/lists', m.list)
      await step(z, 'show')
      await whyNot(z, 'freeze', /2023-11-01|11月1日/)
      await open(g, 'appraisal/lists', m.list)
      await g.page.getByRole('button', { name: '提出异议' }).click()
      await g.page.locator('dialog #f-accident').selectOption({ index: 1 })
      await g.fill('field-reason', '事故发生在企业自行检修期间，我局已部署停产要求。')
      await g.click('new-save')
      await g.at('dialog').waitFor({ state: 'detached' })
      await g.sees('事故发生在企业自行检修期间')
      await open(z, 'appraisal/lists', m.list)
      await z.sees('事故发生在企业自行检修期间')
      await z.accessible('the year’s list')
    }],
    ['11: who has filed nothing is plain to see, files, is sent back, files anew, is judged', async (w, m) => {
      const t = await w.signedIn('weitang'), a = await w.signedIn('anweiban')
      await a.go('/measures')
      await a.sees('苇塘乡', '[data-testid="um-overview"]')
      await t.go('/measures')
      await t.click('um-new')
      await t.fill('field-title', '矿区道路夜间巡查')
      await t.fill('field-text', '每晚两次巡查矿区道路，发现偷采偷运当场处置并上报。')
      await t.fill('field-by_day', '2023-12-31')
      await t.click('new-save')
      await t.at('dialog').waitFor({ state: 'detached' })
      m.unit = await record(t, '/api/unit-measures')
      await open(a, 'measures', m.unit)
      await step(a, 'return', { text: '请写明责任人。' })
      await open(t, 'measures', m.unit)
      await step(t, 'refile', { title: '矿区道路夜间巡查', text: '每晚两次巡查矿区道路，责任人为派出所所长，发现偷运当场处置。', by_day: '2023-12-31' })
      await open(a, 'measures', m.unit)
      await step(a, 'adequate', { text: '措施具体。' })
      await a.accessible('a unit’s measure')
    }],
    ['12: a business reports without an account and gets a number', async (w, m) => {
      const f = await w.person('a firm')
      await f.page.goto(`${w.url}/report`)
      await f.page.locator('label').filter({ has: f.at('kind-charges') }).click()
      await f.click('report-next')
      await f.fill('report-text', '停产期间仍按月收取道路维护费，请核实。')
      for (let i = 0; i < 4; i++) await f.click('report-next')
      await f.accessible('the last page of a report')
      await f.click('report-next')
      m.no = (await f.at('receipt-no').innerText()).trim()
      m.secret = (await f.at('receipt-secret').innerText()).trim()
    }],
    ['12: the office hands it over, the unit answers, the firm reads and rates it', async (w, m) => {
      const a = await w.signedIn('anweiban'), u = await w.signedIn('jiaotong'), f = await w.person('a firm')
      m.feedback = (await api(a, 'GET', '/api/feedback')).items.find((x) => x.no === m.no).id
      await open(a, 'feedback', m.feedback)
      await stepWith(a, 'accept', () => pick(a, 'f-org', '交通'))
      await open(u, 'feedback', m.feedback)
      await step(u, 'answer', { text: '经核实应当停收，已通知停收并退还十月份费用。' })
      await u.accessible('a firm’s report')
      await f.page.goto(`${w.url}/report/follow`)
      await f.fill('follow-no', m.no)
      await f.fill('follow-secret', m.secret)
      await f.click('follow-submit')
      await f.sees('已通知停收并退还十月份费用')
      await f.page.locator('label').filter({ has: f.at('rate-satisfied') }).click()
      await f.click('rate-submit')
      await f.at('rated').waitFor()
    }],
    ['12: it is closed, and stands in the digest for the county’s leaders', async (w, m) => {
      const a = await w.signedIn('anweiban'), d = await w.signedIn('fuxianzhang')
      await open(a, 'feedback', m.feedback)
      await a.sees('企业评价')
      await step(a, 'close')
      await d.go('/feedback/digest')
      await d.sees('收费、摊派', '[data-testid="digest"]')
      await d.accessible('the digest')
    }],
  ],
}
