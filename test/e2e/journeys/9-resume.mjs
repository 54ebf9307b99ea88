// Measures 2 and 3, whole, each step by a person of the organisation whose step it is, in a browser: ordered to stop,
// inspected, a hazard found, ordered, rectified and rechecked; applied, reviewed, accepted with signatures, resumed.
import { api, choose, idOf, inState, photo, pick, step, stepWith, whyNot } from '../county.mjs'

const MINE = '远矿滑石一矿'
const TEAM = ['孔立新', '鲁文彬', '李春梅', '褚忠义', '陶长河', '康玉良', '卫文静', '范桂芝', '傅景山']
const LOGINS = ['yingji', 'yingji3', 'gongan', 'gongan2', 'ziran', 'ziran2', 'daqinggou', 'daqinggou2', 'zhuanjia']
const open = (p, what, id) => p.go(`/${what}/${id}`)

async function answerAll(p, failing = {}) {
  for (const row of await p.page.locator('[data-testid^="item-"]').all()) {
    const code = (await row.getAttribute('data-testid')).slice(5)
    await row.locator('label').nth(failing[code] ? 1 : 0).click()
    if (failing[code]) await row.locator('input.note-in').fill(failing[code])
  }
  await p.click('check-save')
}

export default {
  steps: [
    ['the safety committee orders a working mine to stop, and the firm signs for it', async (w, m) => {
      const p = await w.signedIn('anweiban'), firm = await w.signedIn('yuankuang')
      await p.go('/stop-orders')
      await p.click('stop-new')
      await choose(p, 'kind', 'county')
      await p.fill('field-reason', '复工后首次抽查发现边坡有新裂缝，责令停产检查')
      await p.fill('field-basis', '安全生产法第六十五条')
      await p.fill('field-from_day', '2023-10-25')
      await pick(p, 'f-mines', MINE)
      await p.accessible('the form of a stop order')
      await p.click('new-save')
      await inState(p, 'stop-order', 'issued').catch(() => inState(p, 'stop', 'issued'))
      m.stop = idOf(p)
      m.mine = (await api(p, 'GET', `/api/mines?q=${encodeURIComponent(MINE)}`)).items[0].id
      await open(firm, 'stop-orders', m.stop)
      await step(firm, 'sign')
      await firm.accessible('a stop order')
      await open(firm, 'mines', m.mine)
      await firm.has('reasons')
      if (await firm.at('may-work').getAttribute('data-may') !== 'false') throw new Error('a stopped mine may work')
    }],
    ['the third party inspects it, and what fails becomes a hazard', async (w, m) => {
      const p = await w.signedIn('yingji'), t = await w.signedIn('disanfang')
      await p.go('/inspections')
      await p.click('inspection-new')
      await p.fill('field-title', '停产期间全面排查')
      await choose(p, 'checklist', 'acceptance')
      await pick(p, 'f-mines', MINE)
      await pick(p, 'f-org', '青岭安评')
      await p.fill('field-from_day', '2023-10-25')
      await p.fill('field-to_day', '2023-10-27')
      await p.click('new-save')
      await p.at('dialog').waitFor({ state: 'detached' })
      m.inspection = (await api(t, 'GET', `/api/inspections?state=planned&mine=${m.mine}`)).items[0].id
      await open(t, 'inspections', m.inspection)
      await step(t, 'start')
      await t.has('checklist')
      await whyNot(t, 'finish', /没有结果/)
      await answerAll(t, { C06: '北侧道路挡车墙缺口 8 米。' })
      await t.sees('北侧道路挡车墙缺口 8 米。')
      await t.accessible('a checklist')
      await step(t, 'finish', { text: '发现一般隐患 1 条，其余符合要求。' })
      await inState(t, 'inspection', 'done')
      m.hazard = (await api(t, 'GET', `/api/inspections/${m.inspection}`)).results.find((r) => r.hazard).hazard
    }],
    ['the bureau orders it put right; nobody rectifies before signing; the firm signs and rectifies', async (w, m) => {
      const p = await w.signedIn('yingji'), firm = await w.signedIn('yuankuang')
      await open(p, 'hazards', m.hazard)
      await step(p, 'order', { requirement: '补齐挡车墙，整改期间不得生产。', no: '青应急责改〔2023〕201号' })
      await open(firm, 'hazards', m.hazard)
      await whyNot(firm, 'rectify', /签收/)
      await step(firm, 'sign')
      await firm.sees(/11月4日/)
      await step(firm, 'rectify', { statement: '挡车墙已补齐，附照片。' }, [await photo(firm)])
      await inState(firm, 'hazard', 'rectified')
    }],
    ['with the hazard open the firm cannot apply; the town does not recheck for the bureau’s page; the recheck closes it', async (w, m) => {
      const firm = await w.signedIn('yuankuang'), p = await w.signedIn('yingji2')
      await firm.go('/resumptions')
      await firm.click('resume-new')
      await pick(firm, 'f-mine', MINE)
      await firm.click('resume-begin')
      await inState(firm, 'resumption', 'draft')
      m.resumption = idOf(firm)
      await whyNot(firm, 'apply', /自查/)
      await step(firm, 'prepare', { plan_day: '2023-10-26', head: '文海山', head_signed_on: '2023-10-25', self_check: '逐项自查，第三方发现的隐患已整改。' })
      await whyNot(firm, 'apply', /缺少材料|缺/)
      const picture = await photo(firm)
      for (const row of await firm.page.locator('[data-testid^="attach-"]').all()) {
        await row.click()
        await firm.has('dialog')
        await firm.at('evidence-input').setInputFiles(picture)
        await firm.page.locator('[data-testid="evidence-file"][data-state="done"]').last().waitFor()
        await firm.click('flow-submit')
        await firm.at('dialog').waitFor({ state: 'detached' })
      }
      await whyNot(firm, 'apply', /隐患/)
      await firm.accessible('an application')
      await open(p, 'hazards', m.hazard)
      await step(p, 'pass', { opinion: '现场复查，挡车墙已补齐。' })
      await inState(p, 'hazard', 'closed')
    }],
    ['the firm applies; the town reviews', async (w, m) => {
      const firm = await w.signedIn('yuankuang'), town = await w.signedIn('daqinggou')
      await open(firm, 'resumptions', m.resumption)
      await step(firm, 'apply')
      await inState(firm, 'resumption', 'applied')
      await town.go('/')
      await town.has('todo', MINE)
      await open(town, 'resumptions', m.resumption)
      await step(town, 'review', { text: '材料齐全，隐患已整改。' })
      await inState(town, 'resumption', 'accepting')
    }],
    ['the bureau sets the team by name; too few officers are refused beside the field', async (w, m) => {
      const p = await w.signedIn('yingji')
      await open(p, 'resumptions', m.resumption)
      await p.click('step-team')
      for (const [i, name] of TEAM.entries()) {
        if (i) await p.click('add-members')
        await pick(p, `f-members-${i}-person`, name)
        await choose(p, `members.${i}.role`, i === TEAM.length - 1 ? 'expert' : 'officer')
        if (i === 4) {
          p.expectRefusal(400)
          await p.click('flow-submit')
          await p.sees(/至少/, 'dialog')
        }
      }
      await p.accessible('the form of a team')
      await p.click('flow-submit')
      await p.at('dialog').waitFor({ state: 'detached' })
      await p.has('members', '傅景山')
    }],
    ['the checklist is filled in; all sign by name; before the last has signed nobody concludes', async (w, m) => {
      for (const [i, login] of LOGINS.entries()) {
        const p = await w.signedIn(login)
        await open(p, 'resumptions', m.resumption)
        if (!i) {
          await whyNot(p, 'sign', /没有结果/)
          await answerAll(p)
          await p.page.locator('[data-testid="step-sign"]').waitFor()
        }
        if (i === LOGINS.length - 1) {
          const head = await w.signedIn('yingji2')
          await open(head, 'resumptions', m.resumption)
          await whyNot(head, 'conclude', /傅景山/)
        }
        await step(p, 'sign', { opinion: '现场核验，符合复工条件。' })
        await whyNot(p, 'sign', /已经签/)
      }
    }],
    ['the head of the bureau concludes, the notice is issued, the mine resumes', async (w, m) => {
      const head = await w.signedIn('yingji2'), p = await w.signedIn('yingji'), firm = await w.signedIn('yuankuang')
      await open(head, 'resumptions', m.resumption)
      await step(head, 'conclude', { text: '验收通过。' })
      await inState(head, 'resumption', 'passed')
      await open(p, 'resumptions', m.resumption)
      await step(p, 'notice')
      await step(p, 'resume')
      await inState(p, 'resumption', 'resumed')
      await p.accessible('a resumed mine’s application')
      await open(firm, 'mines', m.mine)
      if (await firm.at('may-work').getAttribute('data-may') === 'false') throw new Error('the mine may not work after it resumed')
      await firm.accessible('the mine’s page')
    }],
    ['an accident mine: nobody but the deputy head, and not he on the command line', async (w, m) => {
      const p = await w.signedIn('anweiban')
      m.accident = (await api(p, 'GET', '/api/resumptions?state=reported')).items[0].id
      for (const login of ['xianzhang', 'anweiban', 'yingji', 'yingji2', 'gongan2', 'longwangmiao', 'xinling']) {
        const q = await w.signedIn(login)
        await open(q, 'resumptions', m.accident)
        if (await q.at('step-approve').count()) throw new Error(`${login} is offered the deputy head's approval`)
        await whyNot(q, 'approve', /角色|副县长/)
      }
    }],
    ['the deputy head finds it on the workbench, reads the report, approves; then it resumes', async (w, m) => {
      const d = await w.signedIn('fuxianzhang'), p = await w.signedIn('yingji')
      await d.go('/')
      await d.has('todo', '鑫岭石英一矿')
      await open(d, 'resumptions', m.accident)
      await d.accessible('the report for approval')
      await step(d, 'approve', { text: '同意复工，首周驻矿盯守。' })
      await inState(d, 'resumption', 'approved')
      await open(p, 'resumptions', m.accident)
      await p.sees('同意复工，首周驻矿盯守。')
      await step(p, 'notice')
      await stepWith(p, 'resume', async () => undefined)
      await inState(p, 'resumption', 'resumed')
    }],
  ],
}
