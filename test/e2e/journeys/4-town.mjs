// A measure is handed out to towns; the town works on a phone.
import { issueNotice, photo, step, whyNot } from '../county.mjs'
import { PHONE } from '../harness.mjs'

const open = (p, id) => p.go(`/tasks/${id}`)

export default {
  steps: [
    ['the department hands parts to two towns', async (w, m) => {
      [m.task] = await issueNotice(w, ['2'])
      const p = await w.signedIn('ziran')
      await open(p, m.task)
      await step(p, 'sign')
      await p.click('step-assign')
      for (const town of ['石门镇', '铁岭沟镇']) {
        await p.page.locator('dialog .el-select input').fill(town)
        await p.page.getByRole('option', { name: town }).click()
      }
      await p.page.keyboard.press('Tab')
      await p.fill('field-title', '封填本镇废弃井口')
      await p.fill('field-day', '2023-11-20')
      await p.click('flow-submit')
      await p.has('children', '封填本镇废弃井口')
      await p.has('children', '0 / 2')
    }],
    ['the town finds its part on a phone, signs, and reports with a photograph', async (w, m) => {
      const p = await w.signedIn('shimen', { size: PHONE })
      await p.accessible('workbench on a phone')
      await p.fits('workbench')
      await (await p.has('todo', '封填本镇废弃井口')).getByRole('link', { name: /去办理/ }).click()
      await p.has('dialog')
      await p.click('flow-submit')
      await p.has('task-state', '办理中')
      m.part = new URL(p.page.url()).pathname
      await step(p, 'report', { text: '3 处废弃井口已全部封填并立牌。', percent: '100' }, [await photo(p)])
      await p.has('evidence', '库房清点.jpg')
      await p.fits('task')
      await p.accessible('task on a phone')
    }],
    ['another town sees nothing of it', async (w, m) => {
      const p = await w.signedIn('weitang', { size: PHONE })
      p.expectRefusal(404)
      await p.page.goto(w.url + m.part)
      await p.has('load-error')
      await p.fits('a page that is not there')
      await p.go('/')
    }],
    ['the town asks to close, the verifier closes its part, the measure counts it', async (w, m) => {
      const p = await w.signedIn('shimen'), v = await w.signedIn('hecha'), q = await w.signedIn('ziran')
      await step(p, 'request_close', { statement: '井口封填完成，申请办结。' }, [await photo(p)])
      await p.has('task-state', '待核查')
      await v.go(m.part)
      await step(v, 'verify', { statement: '现场核查，封填牢固。' })
      await v.has('task-state', '已销号')
      await open(q, m.task)
      await q.has('children', '1 / 2')
    }],
    ['the whole cannot be closed before its parts are', async (w) => {
      const q = await w.signedIn('ziran')
      await whyNot(q, 'request_close', /分解任务未销号/)
    }],
    ['the overview knows the towns', async (w) => {
      const p = await w.signedIn('anweiban')
      await p.click('menu-overview')
      await p.click('by-towns')
      await p.has('matrix', '石门镇')
    }],
  ],
}
