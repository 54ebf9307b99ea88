/* An invented notice, read the way the server would hand it on: every span is found in the text itself. */
import type { DraftItem, Finding, Notice, Span, Unit } from '../src/api/model'
import { org, orgs } from './data'

const TEXT = `岩山县安全生产委员会办公室
关于分解矿山安全十二项举措的通知
各乡镇人民政府，县直各有关部门：
举措1：全面摸清涉事矿山情况，查明股权、证照和历史遗留问题，形成报告报县委、县政府。
牵头部门：县公安局
配合部门：县自然资源局、县应急局、偏岭镇
完成时限：10月20日前完成
举措6：每个采场作业面都要装上摄像头，并用无人机按时巡遒，建成统一的监管平台。
牵头部门：县自然资源局、县应急管理局
配合部门：各乡镇（街道）
完成时限：10月31日前完成并长期推进
举措8：会同县招商中心引进有实力的企业，承担矿山开采环节。
牵头部门：县自然资源局
配合部门：县工信局、各乡镇（街道）
完成时限：从10月开始持续推进，力争2023年见效
举措9：制定火工材料管理办法，10月中旬报县政府主要领导审阅；严格按照开采量审批用量。
牵头部门：县公安局
配合部门：县应急局、矿管中心
完成时限：10月20日前完成
联系人：县安委办值班室
岩山县安全生产委员会办公室
2023年10月8日`

const points = [...TEXT]
function find(words: string, after: number): Span {
  const at = TEXT.indexOf(words, points.slice(0, after).join('').length)
  const from = [...TEXT.slice(0, at)].length
  return [from, from + [...words].length]
}
const ALIAS: Record<string, string> = { 县应急局: '县应急管理局', 县工信局: '县工业和信息化局' }
function unit(words: string): Unit {
  if (words.startsWith('各乡镇')) {
    const towns = orgs.filter((o) => o.kind === 'town')
    return { words, orgs: towns.map((o) => o.id), names: towns.map((o) => o.name), group: 'all_towns', confirmed: true, candidates: [] }
  }
  const name = ALIAS[words] ?? words
  const known = orgs.find((o) => o.name === name)
  return known ? { words, orgs: [known.id], names: [known.name], group: null, confirmed: true, candidates: [] }
    : { words, orgs: [], names: [], group: null, confirmed: false, candidates: [{ id: org('县自然资源局').id, name: '县自然资源局', score: 0.41 }, { id: org('县工业和信息化局').id, name: '县工业和信息化局', score: 0.33 }] }
}

function item(i: number, no: string, title: string, kind: string, day: string | null): DraftItem {
  const head = find(`举措${no}：`, 0)
  const cut = (label: string) => { const s = find(label, head[1]); const from = s[1]; const end = points.indexOf('\n', from); return [from, end < 0 ? points.length : end] as Span }
  const say = (s: Span) => points.slice(s[0], s[1]).join('')
  const text: Span = [head[1], points.indexOf('\n', head[1])]
  const lead = cut('牵头部门：'), coop = cut('配合部门：'), deadline = cut('完成时限：')
  const spans = (s: Span) => say(s).split('、').map((w) => find(w, s[0]))
  return { key: String(i + 1), no, title, text: say(text), lead: say(lead).split('、').map(unit), cooperate: say(coop).split('、').map(unit), persons: [],
    deadline_text: say(deadline), deadline: { kind, day, ...(day ? {} : { start: '2023-10', effect_year: 2023 }) },
    milestones: no === '9' ? [{ title: '管理办法报县政府主要领导审阅', text: '10月中旬报县政府主要领导审阅', kind: 'report', day: '2023-10-20', days: null, to: '县政府主要领导' }] : [],
    source: { no: [head], text: [text], lead: spans(lead), cooperate: spans(coop), deadline: [deadline], ...(no === '9' ? { milestones: [find('10月中旬报县政府主要领导审阅', 0)] } : {}) }, warnings: [] }
}

const findings: Finding[] = [
  { kind: 'doubtful_characters', no: '6', text: '“巡遒”可能是“巡逻”之误', words: '巡遒', at: find('巡遒', 0), key: null, ignored: false, open: true, serious: false },
  { kind: 'actor_not_listed', no: '8', text: '正文要求县招商中心共同办理，但没有列入牵头或配合', words: '县招商中心', at: find('县招商中心', 0), key: null, ignored: false, open: true, serious: false },
  { kind: 'two_deadlines', no: '9', text: '正文另有时限：10月中旬报审', words: '10月中旬', at: find('10月中旬', 0), key: null, ignored: false, open: true, serious: false },
]
export const notice: Notice = {
  id: 2, version: 1, error: null, title: '关于分解矿山安全十二项举措的通知', number: '岩安办发〔2023〕12号', issuer: '岩山县安全生产委员会办公室', date: '2023-10-08', year: 2023, state: 'draft',
  task_count: 4, finding_count: 3, amends: null, created_at: '2023-10-25T09:00:00+08:00', created_by_name: '王敏', issued_at: null,
  file: { hash: 'c3'.repeat(32), name: '十二项举措.docx', size: 48211, type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  document: { title: '关于分解矿山安全十二项举措的通知', number: '岩安办发〔2023〕12号', issuer: '岩山县安全生产委员会办公室', date: '2023-10-08', year: 2023, year_reason: '落款日期 2023年10月8日' },
  source: { text: TEXT, ocr: false, format: 'docx', pages: 3 },
  items: [item(0, '1', '全面摸清涉事矿山情况', 'by_day', '2023-10-20'), item(1, '6', '作业面摄像头与无人机巡查，建监管平台', 'by_day_then_long_term', '2023-10-31'),
    item(2, '8', '引进企业承担开采环节', 'from_month_effect_year', null), item(3, '9', '火工材料管理办法与定量审批', 'by_day', '2023-10-20')],
  findings, unused: [{ text: '各乡镇人民政府，县直各有关部门：', at: find('各乡镇人民政府，县直各有关部门：', 0) }, { text: '联系人：县安委办值班室', at: find('联系人：县安委办值班室', 0) }], warnings: [],
}
