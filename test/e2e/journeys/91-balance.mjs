// Ledgers: one mine's do not fit; why, on which figures; the firm enters its own and hears nothing; a person opens the case.
import { PHONE } from '../harness.mjs'

const THIEF = '聚源菱镁矿一矿', HONEST = '恒石菱镁矿一矿'

export default {
  steps: [
    ['the county sees whose ledgers do not fit, and why', async (w, m) => {
      const p = await w.signedIn('gongxin')
      await p.go('/')
      await p.click('menu-balance')
      await p.click('tile-does_not_fit')
      await p.has('balance-row', THIEF)
      await p.sees('矿石未过磅外运')
      await p.accessible('the mines and their ledgers')
      await p.page.getByRole('link', { name: THIEF }).first().click()
      await p.page.locator('[data-testid="balance-page"][data-word="does_not_fit"]').waitFor()
      m.mine = p.page.url().match(/balance\/(\d+)/)[1]
      await p.has('verdict', '自 2023-05 起')
      await p.page.getByTestId('arithmetic').first().locator('summary').click()
      await p.has('verdict', /2023-05 测量方量（矿石）：\d+ ± \d+ t/)
      await p.page.getByTestId('adjustments').locator('summary').click()
      await p.has('reconciliation', /χ² \d/)
      await p.at('period').selectOption('2023-08')
      await p.has('reconciliation', '企业月报')
      await p.accessible('the ledgers of a mine')
    }],
    ['the firm enters a month of its own mine, and is not told who is suspected', async (w) => {
      const p = await w.signedIn('hengshi')
      await p.go('/mines')
      await p.page.getByRole('link', { name: HONEST }).first().click()
      await p.at('balance-card').getByTestId('to-books').click()
      await p.click('tab-reports')
      await p.click('add-reports')
      await p.fill('field-month', '2023-08')
      await p.fill('field-output_t', '100')
      p.expectRefusal(409)
      await p.click('book-save')
      await p.sees('该月已有上报')
      await p.fill('field-month', '2023-13')
      p.expectRefusal(400)
      await p.click('book-save')
      await p.sees('不是 2023-09 这样的月份')
      await p.accessible('the form of a report')
      await p.fill('field-month', '2023-10')
      await p.click('book-save')
      await p.has('report', '2023-10')
      if (await p.at('menu-balance').count()) throw new Error('the firm has the page of verdicts in its menu')
    }],
    ['on a phone it all fits', async (w, m) => {
      const p = await w.signedIn('gongxin@phone', { size: PHONE })
      for (const page of ['/balance', `/balance/${m.mine}`, `/balance/${m.mine}/books`, '/balance/alerts']) {
        await p.go(page)
        await p.fits(page)
      }
    }],
    ['the department opens an investigation, and the case keeps what it rests on', async (w) => {
      const p = await w.signedIn('gongxin')
      await p.go('/balance/alerts')
      await p.page.getByRole('link', { name: new RegExp(THIEF) }).first().click()
      await p.page.locator('[data-testid="balance-alert-page"][data-state="to_check"]').waitFor()
      await p.accessible('a suspicion')
      await p.click('step-investigate')
      await p.fill('field-title', '聚源菱镁矿一矿矿石去向')
      await p.click('flow-submit')
      await p.page.locator('[data-testid="balance-alert-page"][data-state="investigating"]').waitFor()
      await p.click('to-case')
      await p.has('investigation-page', '聚源菱镁矿一矿矿石去向')
      await p.sees('附线索')
      await p.sees(/湿重 \d+ t/)
    }],
  ],
}
