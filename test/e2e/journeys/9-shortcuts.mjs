// Every way round measures 2 to 5, tried by the people who might be tempted: through the page (no button, and the reason),
// through the API (403 or 409 with the reason) and on the command line (exit 1, one clear line).
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { api } from '../county.mjs'
import { CLOCK, root } from '../server.mjs'

const WORDS = { text: '不走程序，直接办理。' }
/* who, which record (see find), which step, its input, why it is refused. */
const FORBIDDEN = [
  ['xianzhang', 'reported', 'approve', WORDS, /角色|副县长/],
  ['anweiban', 'reported', 'approve', WORDS, /角色|副县长/],
  ['yingji2', 'reported', 'approve', WORDS, /角色|副县长/],
  ['yingji', 'reported', 'notice', {}, /待分管副县长批准/],
  ['yingji', 'reported', 'resume', {}, /待分管副县长批准/],
  ['xinling', 'reported', 'approve', WORDS, /角色|副县长/],
  ['fuxianzhang', 'accepting', 'approve', WORDS, /联合验收中/],
  ['yingji2', 'accepting', 'conclude', WORDS, /康玉良/],
  ['yingji', 'accepting', 'conclude', WORDS, /负责人/],
  ['gongan', 'accepting', 'conclude', WORDS, /应急/],
  ['gongan', 'accepting', 'sign', { opinion: '再签一次。' }, /已经签/],
  ['jiaotong', 'accepting', 'sign', { opinion: '代签一次。' }, /验收组/],
  ['honglei', 'accepting', 'sign', { opinion: '企业自己签。' }, /验收组/],
  ['honglei', 'accepting', 'notice', {}, /角色|联合验收中/],
  ['hongqiying', 'accepting', 'review', WORDS, /看不到|不属于|没有/],
  ['yingji', 'applied', 'review', WORDS, /乡镇/],
  ['beiling', 'applied', 'review', WORDS, /角色/],
  ['jinqiao', 'draft', 'apply', {}, /缺/],
  ['baiyang', 'draft', 'apply', {}, /角色/],
  ['anweiban', 'county stop', 'lift', { reason: '要求提前恢复生产。' }, /复工|解除/],
  ['yingji', 'county stop', 'lift', { reason: '要求提前恢复生产。' }, /单位|复工/],
  ['xinling', 'county stop', 'lift', { reason: '企业自行解除。' }, /角色/],
  ['anweiban', 'county stop', 'revoke', { reason: '撤销全县停产指令。' }, /送达|签收|解除/],
  ['ruifeng', 'rectified hazard', 'pass', { opinion: '企业自己复查合格。' }, /角色/],
  ['ruifeng', 'rectified hazard', 'cancel', { reason: '企业自己撤销隐患。' }, /角色|待复查/],
  ['yingji', 'listed hazard', 'pass', { opinion: '未整改即通过。' }, /挂牌督办/],
  ['qingfeng', 'listed hazard', 'delist', { opinion: '企业自行摘牌。' }, /角色|挂牌督办/],
  ['anweiban', 'accident', 'hand_in', WORDS, /尚未确认|证据/],
  ['yingji', 'accident', 'approve', { responsible: 'no', document: '青应急〔2023〕1号' }, /领导|调查中/],
  ['longwangmiao', 'accident', 'begin', { authority: 'county', orgs: [] }, /角色|调查中/],
  ['anweiban', 'case', 'decide', { decision: 'talk', text: '自查自纠即可。', document: '口头决定' }, /角色/],
  ['anweiban', 'list', 'freeze', {}, /角色|无权|预览/],
  ['zuzhi', 'list', 'freeze', {}, /预览/],
  ['ziran', 'referral', 'conclude', WORDS, /移送|答复|没有|签/],
]
const FLOWS = { resumptions: 'resumption', 'stop-orders': 'stop_order', hazards: 'hazard', accidents: 'accident', accountability: 'accountability', 'appraisal/lists': 'appraisal', investigations: 'investigation' }

async function find(p) {
  const one = async (path, what, keep = () => true) => {
    const found = (await api(p, 'GET', path)).items.find(keep)
    if (!found) throw new Error(`the demonstration has no ${what}`)
    return found.id
  }
  const at = {}
  for (const state of ['reported', 'accepting', 'applied', 'draft']) at[state] = ['resumptions', await one(`/api/resumptions?state=${state}`, state)]
  at['county stop'] = ['stop-orders', await one('/api/stop-orders?kind=county', 'county stop')]
  at['rectified hazard'] = ['hazards', await one('/api/hazards?state=rectified', 'rectified hazard', (h) => /瑞丰/.test(h.mine_name))]
  at['listed hazard'] = ['hazards', await one('/api/hazards?state=listed', 'listed hazard')]
  at.accident = ['accidents', await one('/api/accidents?state=investigating', 'accident')]
  at.case = ['accountability', await one('/api/accountability?state=handling', 'case')]
  at.list = ['appraisal/lists', await one('/api/appraisal/lists', 'list')]
  at.referral = ['investigations', await one('/api/investigations?state=opened', 'referral')]
  return at
}

/* The page offers no such button; where it names the step it says why not. */
async function throughThePage(p, [rooms, id], action, why) {
  await p.page.goto(`${p.world.url}/${rooms}/${id}`)
  await p.page.locator('[data-testid="steps"], .empty, [data-testid="load-error"]').first().waitFor()
  if (!(await p.at('steps').count())) return 'the record is not his to see'
  if (await p.at(`step-${action}`).count()) throw new Error('the page offers it')
  const all = p.at('steps')
  if (await all.locator('details:not([open])').count()) await all.locator('summary').click()
  const said = all.locator(`[data-testid="why-${action}"], [data-why-all~="${action}"]`)
  if (!(await said.count())) return 'not named in this state'
  const words = (await said.innerText()).trim()
  if (why && !why.test(words)) throw new Error(`the page says “${words}”`)
  return words
}

async function throughTheApi(p, [rooms, id], action, input, why) {
  const now = await api(p, 'GET', `/api/${rooms}/${id}`)
  const got = await api(p, 'POST', `/api/${rooms}/${id}/steps/${action}`, { ...(now.version ? { version: now.version } : {}), ...input, evidence: [] })
  if (![403, 404, 409].includes(got.status)) throw new Error(`the API answers ${got.status} ${JSON.stringify(got).slice(0, 200)}`)
  if (!/[一-龥]/.test(got.message ?? '')) throw new Error(`the API gives no reason: ${JSON.stringify(got)}`)
  if (why && got.status !== 404 && !why.test(got.message)) throw new Error(`the API says “${got.message}”`)
}

function onTheCommandLine(w, who, [rooms, id], action, input, why) {
  const got = spawnSync(join(root, 'build/src/main/kuangan'), ['step', FLOWS[rooms], String(id), action, `--input=${JSON.stringify(input)}`, `--as=${who}`, '--lang=zh',
    `--set=data.folder=${w.server.data}`, `--set=clock.time=${CLOCK}`], { cwd: root, encoding: 'utf8' })
  const said = got.stderr.trim()
  if (got.status !== 1) throw new Error(`the command line ends with ${got.status}: ${said}`)
  if (!said || said.includes('\n') || !/[一-龥]/.test(said)) throw new Error(`the command line says “${said}”`)
  if (why && !why.test(said) && !/本人登录|不属于|看不到|没有这/.test(said)) throw new Error(`the command line says “${said}”`)
}

export default {
  steps: [
    ...FORBIDDEN.map(([who, what, action, input, why]) => [`${who} may not ${action} (${what})`, async (w, m) => {
      const first = await w.signedIn('anweiban'), p = await w.signedIn(who)
      m.at ??= await find(first)
      const at = m.at[what], before = (await api(first, 'GET', `/api/${at[0]}/${at[1]}`)).state
      for (const status of [403, 404, 404, 409]) { p.expectRefusal(status); p.expectRefusal(status) }
      await throughThePage(p, at, action, why)
      await throughTheApi(p, at, action, input, why)
      onTheCommandLine(w, who, at, action, input, why)
      p.allowed.clear()
      const after = (await api(first, 'GET', `/api/${at[0]}/${at[1]}`)).state
      if (before !== after) throw new Error(`it moved the record from ${before} to ${after}`)
    }, true]),
    ['nobody may apply again before the time to wait is over', async (w) => {
      const p = await w.signedIn('beiling'), mine = (await api(p, 'GET', `/api/mines?q=${encodeURIComponent('北岭金矿一矿')}`)).items[0].id
      p.expectRefusal(409)
      const got = await api(p, 'POST', '/api/resumptions', { mine })
      if (got.status !== 409 || !/2023-12-18/.test(got.message)) throw new Error(JSON.stringify(got))
    }, true],
    ['nobody answers for an accident of before the notice', async (w) => {
      const p = await w.signedIn('anweiban'), old = (await api(p, 'GET', '/api/accidents?to=2023-09-01')).items[0], org = (await api(p, 'GET', `/api/orgs?q=${encodeURIComponent('龙王庙')}`)).items[0].id
      p.expectRefusal(409)
      const got = await api(p, 'POST', '/api/accountability', { accident: old.id, subject: 'town', org, duty: 'territory', fault: 'not_inspected', facts: '对旧事故追责。', proposed: 'talk' })
      if (got.status !== 409 || !/2023-09-30/.test(got.message)) throw new Error(JSON.stringify(got))
    }, true],
  ],
}
