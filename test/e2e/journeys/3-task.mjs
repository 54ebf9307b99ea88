// One measure from the day it is issued to the day it is closed, by everyone who has a part in it.
import { issueNotice, photo, step, whyNot } from '../county.mjs'

const open = (p, m) => p.go(`/tasks/${m.task}`)

export default {
  steps: [
    ['the department finds it among its to-dos and signs for it', async (w, m) => {
      [m.task] = await issueNotice(w)
      const p = await w.signedIn('gongan')
      await (await p.has('todo', '清查矿山火工材料库房')).getByRole('link', { name: /去办理/ }).click()
      await p.has('dialog', '签收')
      await p.accessible('the form of a step')
      await p.click('flow-submit')
      await p.has('task-state', '办理中')
      await p.has('parties', '✓')
    }],
    ['a shortcut is not offered, and says why', async (w, m) => {
      const p = await w.signedIn('gongan')
      await whyNot(p, 'request_close', /进度为 0 %/)
      await whyNot(p, 'confirm', /只有配合单位/)
      p.expectRefusal(409)
      const got = await p.page.evaluate(async (id) => {
        const t = await (await fetch(`/api/tasks/${id}`)).json()
        const r = await fetch(`/api/tasks/${id}/steps/request_close`, { method: 'POST', headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ version: t.version, statement: '都办完了，申请办结。', evidence: [] }) })
        return { status: r.status, ...(await r.json()) }
      }, m.task)
      if (got.status !== 409 || !/[一-龥]/.test(got.message)) throw new Error(`the shortcut answered ${JSON.stringify(got)}`)
    }],
    ['it files a plan with milestones', async (w) => {
      const p = await w.signedIn('gongan')
      await p.click('step-plan')
      for (const [i, [title, day]] of [['清点完城区库房', '2023-11-05'], ['清点完乡镇库房', '2023-11-18']].entries()) {
        if (i) await p.click('add-milestones')
        await p.fill(`field-milestones.${i}.title`, title)
        await p.fill(`field-milestones.${i}.day`, day)
      }
      await p.accessible('the form of a plan')
      await p.click('flow-submit')
      await p.has('milestones', '清点完城区库房')
      await p.has('milestones', '清点完乡镇库房')
    }],
    ['a form says what is wrong beside the field', async (w) => {
      const p = await w.signedIn('gongan')
      await p.click('step-report')
      await p.fill('field-percent', '140')
      await p.click('flow-submit')
      await p.sees('不能大于 100', 'dialog')
      await p.page.keyboard.press('Escape')
    }],
    ['it reports progress with a photograph, whose preview is seen by all', async (w, m) => {
      const p = await w.signedIn('gongan')
      await step(p, 'report', { text: '已清点城区 3 座库房，账物相符。', percent: '40' }, [await photo(p)])
      const q = await w.signedIn('anweiban')
      for (const who of [p, q]) {
        await open(who, m)
        const picture = (await who.has('evidence', '库房清点.jpg')).locator('img')
        await picture.scrollIntoViewIfNeeded()
        await who.page.waitForFunction((e) => e.complete && e.naturalWidth > 0, await picture.elementHandle())
      }
      await p.sees('已清点城区 3 座库房，账物相符。')
      await p.has('evidence', '库房清点.jpg').then((e) => e.getByRole('button').click())
      await p.page.waitForFunction(() => { const i = document.querySelector('dialog img'); return i?.complete && i.naturalWidth === 800 })
      await p.accessible('a picture')
      await p.page.keyboard.press('Escape')
    }],
    ['the supervisor urges; the department is told at once, without reloading', async (w, m) => {
      const p = await w.signedIn('gongan'), q = await w.signedIn('anweiban')
      await p.click('menu-workbench')
      await p.settled()
      const unread = async () => Number((/\d+/.exec(await p.at('bell').getAttribute('aria-label')) ?? ['0'])[0])
      const before = await unread()
      await p.page.evaluate(() => { globalThis.notReloaded = true })
      await open(q, m)
      await step(q, 'urge', { text: '乡镇库房尚未开始清点，请抓紧。' })
      await p.page.waitForFunction((n) => Number((/\d+/.exec(document.querySelector('[data-testid="bell"]').getAttribute('aria-label')) ?? ['0'])[0]) > n, before)
      if (!(await p.page.evaluate(() => globalThis.notReloaded))) throw new Error('the page was loaded anew')
      await p.click('bell')
      await p.sees(/催办/, '.bell')
      await p.page.locator('.bell li button').first().click()
      await p.has('task-page')
      await p.sees('乡镇库房尚未开始清点，请抓紧。')
    }],
    ['the department asks for more time before the day', async (w, m) => {
      const p = await w.signedIn('gongan')
      await open(p, m)
      await step(p, 'ask_extension', { day: '2023-12-05', reason: '三座乡镇库房正在检修，月底才能开库。', measures: '检修期间库房双人值守，暂停领用。' })
      await p.has('extensions', '待批')
    }],
    ['the deputy head grants it, and the deadline moves', async (w, m) => {
      const p = await w.signedIn('fuxianzhang')
      await p.has('todo', '清查矿山火工材料库房')
      await open(p, m)
      await p.click('ext-grant')
      await p.page.locator('dialog textarea').first().fill('同意，检修期间加强值守。')
      await p.click('flow-submit')
      await p.has('extensions', '已同意')
      const q = await w.signedIn('gongan')
      await open(q, m)
      await q.sees(/12月5日/, '.facts')
    }],
    ['the cooperating units sign and confirm their part', async (w, m) => {
      for (const who of ['yingji', 'longwangmiao']) {
        const p = await w.signedIn(who)
        await open(p, m)
        await step(p, 'sign')
        await step(p, 'confirm', { text: '我单位配合事项已完成。' })
        await whyNot(p, 'confirm', /已经确认过/)
      }
    }],
    ['with all done it asks to close, which needs evidence', async (w, m) => {
      const p = await w.signedIn('gongan')
      await open(p, m)
      await p.click('step-report')
      await p.fill('field-text', '全部库房清点完毕，账物相符。')
      await p.fill('field-percent', '100')
      for (const box of await p.page.locator('dialog [type=checkbox]').all()) await box.check()
      await p.click('flow-submit')
      await p.at('dialog').waitFor({ state: 'detached' })
      await p.click('step-request_close')
      await p.fill('field-statement', '清点工作全部完成，申请办结。')
      await p.click('flow-submit')
      await p.sees('请至少附一件证据。', 'dialog')
      await p.at('evidence-input').setInputFiles(await photo(p))
      await p.page.locator('[data-testid="evidence-file"][data-state="done"]').waitFor()
      await p.click('flow-submit')
      await p.has('task-state', '待核查')
    }],
    ['nobody verifies their own work', async (w) => {
      const p = await w.signedIn('gongan')
      if (await p.at('step-verify').count()) throw new Error('the unit that did the work may verify it')
    }],
    ['the verifier returns it once, and then verifies: 已销号', async (w, m) => {
      const v = await w.signedIn('hecha'), p = await w.signedIn('gongan')
      await v.has('todo', '清查矿山火工材料库房')
      await open(v, m)
      await step(v, 'return', { reason: '缺少龙王庙镇库房的清点表。' })
      await v.has('task-state', '办理中')
      await p.has('task-state', '办理中')
      for (const who of ['yingji', 'longwangmiao']) {
        const c = await w.signedIn(who)
        await open(c, m)
        if (await c.at('step-confirm').count()) await step(c, 'confirm', { text: '已补充材料，配合事项完成。' })
      }
      await open(p, m)
      await step(p, 'request_close', { statement: '已补充清点表，申请办结。' }, [await photo(p)])
      await open(v, m)
      await step(v, 'verify', { statement: '抽查两座库房，账物相符。' })
      await v.has('task-state', '已销号')
      await v.accessible('a closed task')
      await v.sees('缺少龙王庙镇库房的清点表。')
    }],
    ['as it was known on the day before, it did not exist; today nothing more can be done by its unit', async (w, m) => {
      const p = await w.signedIn('gongan')
      await open(p, m)
      await p.has('task-state', '已销号')
      await p.sees('现在没有需要您办理的步骤。')
    }],
  ],
}
