/* Invented data for working on the pages without a server (npm run mock).  Never part of the built app. */
import type { LightName, Lights, Overview, Step, StepField, Task, TaskRow, Workbench } from '../src/api/model'

export const NOW = '2023-10-25T09:30:00+08:00'
const YEAR = '2023-'

const names = ['县公安局', '县自然资源局', '县应急管理局', '县纪委监委', '县委组织部', '县交通运输局', '县工业和信息化局',
  '县招商中心', '偏岭镇', '石庙沟镇', '黄花甸镇', '三家子镇', '苏子沟镇', '哨子河乡', '新甸镇', '洋河镇', '杨家堡镇', '大营子镇']
export const orgs = names.map((name, i) => ({
  id: 100 + i, parent: 1, path: `/1/${100 + i}`, kind: i < 8 ? 'department' : 'town', code: String(100 + i), name,
  short_name: name.replace('管理', '').replace('自然资源', '资源'), aliases: [], supervises: i < 3, industry: i === 6,
  sort: i, active: true, version: 1, people: 3 + (i % 4),
}))
export const org = (name: string) => orgs.find((o) => o.name === name) ?? orgs[0]!
const TOWNS = orgs.filter((o) => o.kind === 'town')

type Seed = [title: string, leads: string[], due: string | null, light: LightName, text: string, percent: number, plan: number | null, state: TaskRow['state']]
const SEEDS: Seed[] = [
  ['涉事矿山全面摸底', ['县公安局'], '10-20', 'grey', '10月19日销号', 100, 100, 'closed'],
  ['全部停产，第三方拉网排查，验收后开工', ['县应急管理局'], '10-31', 'yellow', '余 6 天，进度落后', 71, 80, 'working'],
  ['事故矿山停产重检，分管副县长批准后复工', ['县应急管理局'], '10-31', 'green', '按计划推进', 85, 80, 'working'],
  ['从严从快追究事故责任', ['县纪委监委'], '10-31', 'green', '办结申请待核查', 95, 80, 'closing'],
  ['安全生产考评降档', ['县委组织部'], '12-31', 'green', '按计划推进', 30, 28, 'working'],
  ['作业面摄像头与无人机巡查，建监管平台', ['县自然资源局', '县应急管理局'], '10-31', 'green', '按计划推进', 89, 80, 'working'],
  ['探矿权转采矿权由县长办公会集体研究', ['县自然资源局'], null, 'blue', '2023年见效', 40, null, 'long_term'],
  ['引进有实力的企业承担开采', ['县自然资源局'], null, 'blue', '2023年见效', 25, null, 'long_term'],
  ['火工材料管理办法与定量审批', ['县公安局'], '10-20', 'red', '逾期 5 天', 60, 100, 'working'],
  ['货车超限超载治理', ['县公安局', '县交通运输局'], null, 'blue', '之后长期推进', 40, null, 'long_term'],
  ['各部门依职责自查自纠', ['县应急管理局'], '10-31', 'yellow', '余 6 天，3 个乡镇未签收', 62, 80, 'working'],
  ['乡镇属地巡查，建立举报渠道', ['偏岭镇'], '10-31', 'green', '按计划推进', 82, 80, 'issued'],
]

const PLAIN = { person: 1, width: 0, height: 0, taken_at: null, located: false, lat: 0, lon: 0 }
const named = (list: string[]) => list.map((n) => ({ id: org(n).id, name: org(n).name }))
const dayDiff = (day: string) => Math.round((Date.parse(day) - Date.parse('2023-10-25')) / 86400000)

function row(i: number, s: Seed, parent: number | null = null): TaskRow {
  const due = s[2] ? YEAR + s[2] : null
  return { id: 1000 + i, no: String(i + 1), title: s[0], notice: 1, parent, root: parent ?? 1000 + i, sort: i, signed_at: null, accepted_at: null, light_rank: i, light_day: null, reported_percent: s[5], waits: s[7] === 'issued' ? 'sign' : s[3] === 'red' ? 'report' : '', waits_for: s[1][0]!, waits_since: '2023-10-20',
    org: org(s[1][0]!).id, leads: named(s[1]), cooperating: named(['县应急管理局', '偏岭镇', '石庙沟镇']),
    state: s[7], light: s[3], light_reason: s[3], light_text: s[4], percent: s[5], plan_percent: s[6] ?? -1, due,
    days_left: due ? dayDiff(due) : null, long_term: s[7] === 'long_term', deadline_text: due ? `${s[2]!.replace('-', '月')}日前完成` : '从10月开始持续推进，2023年见效',
    deadline_kind: due ? 'by_day' : 'from_month_effect_year', next_report: '2023-10-27', reported_at: '2023-10-20T16:00:00+08:00', issued_at: '2023-10-08T10:00:00+08:00',
    closed_at: s[7] === 'closed' ? '2023-10-19T15:00:00+08:00' : null, urged: s[3] === 'red' ? 3 : 0, sub_total: i % 3 ? 0 : 10, sub_closed: i % 3 ? 0 : 4, version: 3 }
}
export const tasks = SEEDS.map((s, i) => row(i, s))
export const children = TOWNS.map((o, i): TaskRow => ({ ...row(1, SEEDS[1]!, 1001), id: 2000 + i, no: `2-${i + 1}`, org: o.id,
  leads: [{ id: o.id, name: o.name }], title: `${o.name}：矿山拉网排查与整改`, light: (['green', 'red', 'yellow', 'green', 'grey'] as const)[i % 5]!,
  state: i % 5 === 4 ? 'closed' : 'working', percent: 40 + i * 5, light_text: '按计划推进', sub_total: 0 }))

const lights = (g: number, y: number, r: number, b: number, k: number): Lights => ({ green: g, yellow: y, red: r, blue: b, grey: k })
const kpi = (id: string, label: string, num: number, den: number) => ({ id, label, num, den, text: den ? `${Math.round((num / den) * 100)}%` : '—' })

export function overview(): Overview {
  return {
    day: '2023-10-25',
    measures: tasks.map((x, i) => ({ id: x.id, no: x.no, title: x.title, state: x.state, light: x.light, light_text: x.light_text, percent: x.percent,
      plan_percent: x.plan_percent, due: x.due, days_left: x.days_left, leads: x.leads.map((l) => l.name),
      sub: { ...(i % 3 ? lights(0, 0, 0, 0, 0) : lights(4, 2, 1, 0, 3)), total: i % 3 ? 0 : 10 } })),
    lights: lights(5, 2, 1, 3, 1),
    departments: orgs.slice(0, 7).map((o, i) => ({ org: o.id, name: o.name, lights: lights(3 - (i % 3), i % 2, i === 0 ? 1 : 0, i % 3, i === 0 ? 1 : 0),
      kpis: [kpi('closed', '办结率', i % 3, 4), kpi('on_time', '按时办结率', 1, i % 2), kpi('signed', '签收及时率', 3, 4)] })),
    towns: TOWNS.map((o, i) => ({ org: o.id, name: o.name, lights: lights(5 - (i % 3), i % 3, i % 4 === 1 ? 2 : 0, 2, i % 3),
      kpis: [kpi('closed', '办结率', i % 3, 8), kpi('on_time', '按时办结率', i % 3, i % 3), kpi('signed', '签收及时率', 7, 8)] })),
    kpis: [kpi('closed', '办结率', 1, 12), kpi('on_time', '按时办结率', 1, 1), kpi('pace', '序时进度', 70, 100), kpi('signed', '签收及时率', 21, 24), kpi('overdue', '逾期率', 1, 12)],
    stuck: [
      { task: 1008, no: '9', title: '火工材料管理办法与定量审批', org_name: '县公安局', why: '管理办法已送审，主要领导未审阅', since: '2023-10-20', days: 5 },
      { task: 1010, no: '11', title: '各部门依职责自查自纠', org_name: '石庙沟镇', why: '交办 17 天未签收', since: '2023-10-08', days: 17 },
      { task: 1003, no: '4', title: '从严从快追究事故责任', org_name: '县安委办', why: '办结申请等待核查', since: '2023-10-24', days: 1 }],
    trend: Array.from({ length: 18 }, (_, i) => ({ day: new Date(Date.parse('2023-10-08') + i * 86400000).toISOString().slice(0, 10),
      ...lights(9 - Math.floor(i / 4), Math.floor(i / 6), i > 12 ? 1 : 0, 3, i > 11 ? 1 : 0), closed: i > 11 ? 1 : 0 })),
    ahead: [
      { day: '2023-10-27', kind: 'report', task: 1001, no: '2', title: SEEDS[1]![0], text: '周报', to: '县应急管理局' },
      { day: '2023-10-27', kind: 'escalate', task: 1008, no: '9', title: SEEDS[8]![0], text: '逾期满 7 天：报县长并通报', to: '县长' },
      { day: '2023-10-28', kind: 'urge', task: 1010, no: '11', title: SEEDS[10]![0], text: '到期前 3 天催办', to: '县应急管理局' }],
  }
}

export function workbench(): Workbench {
  const todo = [
    { kind: 'task', room: 'task', item: 1003, task: 1003, no: '4', title: SEEDS[3]![0], action: 'verify', label: '核查办结申请', due: '2023-10-31', light: 'green' as const, text: '县纪委监委 · 证据 6 件', since: '2023-10-24T16:20:00+08:00' },
    { kind: 'extension', room: 'task', item: 2001, task: 2001, no: '2-2', title: '石庙沟镇：矿山拉网排查与整改', action: 'grant', label: '批复延期申请', due: '2023-10-25', light: 'yellow' as const, text: '申请延至 11月3日', since: '2023-10-25T08:10:00+08:00' },
    { kind: 'task', room: 'task', item: 1008, task: 1008, no: '9', title: SEEDS[8]![0], action: 'urge', label: '催办', due: '2023-10-20', light: 'red' as const, text: '逾期 5 天，已催办 3 次', since: '2023-10-20T00:00:00+08:00' }]
  return { counts: { todo: 3, done: 14, began: 3, copied: 2, drafts: 1, lead: 4, cooperate: 7, week: 6 }, todo, week: tasks.filter((x) => x.due === '2023-10-31' || x.light === 'red'),
    lead: tasks.filter((x) => x.leads[0]?.name === '县应急管理局'), cooperate: tasks.slice(3, 8),
    calendar: ['2023-10-20', '2023-10-25', '2023-10-27', '2023-10-31'].map((day, i) => ({ day, items: tasks.slice(i, i + 1 + (i % 3) * 2).map((x) => ({ task: x.id, link: `/tasks/${x.id}`, no: x.no, title: x.title, kind: 'due', label: null })) })),
    alarms: [{ text: '举措 8 正文写到县招商中心，但没有列入牵头或配合', link: '/notices/1' }] }
}

const field = (name: string, label: string, kind: StepField['kind'], required = true, more: Partial<StepField> = {}): StepField =>
  ({ name, label, kind, required, min: null, max: kind === 'text' ? 2000 : null, ...more })
export function steps(x: TaskRow): Step[] {
  const base = { to: x.state, confirm: false, evidence: 'no' as const, fields: [] as StepField[] }
  return [
    { ...base, action: 'report', label: '报进展', possible: true, why: null, evidence: 'may', fields: [field('text', '进展', 'text'), field('percent', '完成百分比', 'int', true, { min: 0, max: 100 }), field('problems', '存在问题', 'text', false), field('next', '下一步', 'text', false)] },
    { ...base, action: 'plan', label: '定计划', possible: true, why: null, fields: [field('milestones', '节点', 'list', true, { fields: [field('title', '节点', 'text'), field('day', '日期', 'day'), field('weight', '权重', 'int', true, { min: 1, max: 100 })] })] },
    { ...base, action: 'urge', label: '催办', possible: true, why: null, fields: [field('text', '催办内容', 'text')] },
    { ...base, action: 'ask_extension', label: '申请延期', possible: false, why: '已过时限，延期须在到期前申请', fields: [field('day', '延至', 'day'), field('reason', '理由', 'text'), field('measures', '措施', 'text', false)] },
    { ...base, action: 'request_close', label: '申请办结', possible: true, why: null, evidence: 'must', fields: [field('statement', '完成情况', 'text')] },
    { ...base, action: 'verify', label: '核查通过，销号', possible: false, why: '尚未申请办结', confirm: true, fields: [field('statement', '核查意见', 'text')] },
    { ...base, action: 'withdraw', label: '撤销任务', possible: true, why: null, confirm: true, fields: [field('reason', '理由', 'text')] },
  ]
}
export function task(x: TaskRow): Task {
  return { ...x, text: '从即日起，全县矿山全部停产。由应急部门会同第三方机构逐矿排查，一般隐患自下达整改指令之日起 10 日内整改完毕，验收合格后方可开工。',
    deadline: { kind: x.deadline_kind, day: x.due },
    parties: [...x.leads.map((l) => ({ org: l.id, name: l.name, role: 'lead' as const, signed_at: '2023-10-08T15:20:00+08:00', signed_by: 1, signed_name: '王立' })),
      ...x.cooperating.map((l, i) => ({ org: l.id, name: l.name, role: 'cooperate' as const, signed_at: i === 2 ? null : '2023-10-09T09:00:00+08:00', signed_by: i === 2 ? null : 2, signed_name: i === 2 ? null : '赵敏' }))],
    confirmations: [{ org: 102, at: '2023-10-22T09:00:00+08:00', org_name: '县应急管理局', person_name: '赵敏' }],
    milestones: [{ id: 1, title: '停产令全部送达', day: '2023-10-09', weight: 1, done_at: '2023-10-09T17:00:00+08:00' }, { id: 2, title: '第三方排查完成', day: '2023-10-15', weight: 2, done_at: '2023-10-14T17:00:00+08:00' },
      { id: 3, title: '一般隐患整改完毕', day: '2023-10-25', weight: 3, done_at: null }, { id: 4, title: '联合验收', day: '2023-10-31', weight: 2, done_at: null }],
    extensions: [{ id: 7, version: 1, steps: [{ action: 'grant', label: '同意延期', to: 'granted', possible: true, why: null, confirm: false, evidence: 'no', fields: [field('note', '批复意见', 'text', false)] }], asked_at: '2023-10-24T16:00:00+08:00', asked_by_name: '李强', old_day: '2023-10-31', new_day: '2023-11-03', reason: '排土场截水沟工程量大', measures: '增派两支队伍', state: 'asked', decided_by_name: null, decided_at: null, note: null }],
    rules: [{ name: 'light.yellow', title: '灯色：临近', text: '7 天内且进度落后', source: '督查办法第八条' }, { name: 'x', title: '一般隐患整改', text: '10 日内', source: '本通知举措 2' }],
    ahead: overview().ahead.slice(0, 3), steps: steps(x), papers: [{ name: 'supervise', label: '督办通知书' }],
    evidence: [{ hash: 'a1'.repeat(32), name: '停产令送达回证.pdf', type: 'application/pdf', size: 482000, at: '2023-10-09T17:00:00+08:00', by_name: '王立', ...PLAIN }, { hash: 'b2'.repeat(32), name: '三号作业面.jpg', type: 'image/jpeg', size: 1820000, at: '2023-10-14T11:00:00+08:00', by_name: '赵敏', ...PLAIN }],
    children: x.id === 1001 ? children : [] }
}
