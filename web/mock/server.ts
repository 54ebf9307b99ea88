/* A vite plugin that answers /api from memory.  npm run mock. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Connect, Plugin } from 'vite'
import type { Notice, Session } from '../src/api/model'
import * as data from './data'
import { notice as seed } from './notice'

let signedIn = process.env.MOCK_SIGNED_OUT === undefined
const notice: Notice = structuredClone(seed)
const ALL = ['COUNTY_WIDE', 'NOTICE_READ', 'NOTICE_EDIT', 'NOTICE_ISSUE', 'TASK_READ', 'TASK_WORK', 'TASK_SUPERVISE', 'TASK_VERIFY', 'ORG_READ', 'ORG_MANAGE', 'ROLE_GRANT', 'RULE_READ', 'RULE_MANAGE', 'LEDGER_READ', 'AUDIT_READ', 'SYSTEM_MANAGE']

function session(): Session {
  return { user: signedIn ? { id: 1, name: '王敏', title: '主任', login: 'wangmin', lang: 'zh' } : null, org: signedIn ? { id: 5, name: '县安委会办公室', kind: 'department' } : null,
    roles: signedIn ? ['supervisor'] : [], perms: signedIn ? ALL : [], county: { code: '210399', name: '岩山县', short_name: '岩山' }, must_change: false, clock: { now: data.NOW, fixed: true }, version: '0.1.0', first_run: process.env.MOCK_FIRST_RUN !== undefined }
}
const list = <T>(items: T[]) => ({ items, next: null, total: items.length })
const find = (id: number) => [...data.tasks, ...data.children].find((x) => x.id === id) ?? data.tasks[0]!
const history = () => list([
  { id: 3, action: 'report', label: '报进展', from_state: 'working', to_state: 'working', person: 1, person_name: '王立', org: 102, org_name: '县应急管理局', at: '2023-10-20T16:00:00+08:00', input: { text: '排查 23 家，发现一般隐患 402 条，整改 318 条。', percent: 71, problems: '石庙沟镇 4 条超期' }, evidence: data.task(find(1001)).evidence.slice(1), task: 1001, no: '2', title: '全部停产' },
  { id: 2, action: 'sign', label: '签收', from_state: 'issued', to_state: 'working', person: 1, person_name: '王立', org: 102, org_name: '县应急管理局', at: '2023-10-08T15:20:00+08:00', input: null, evidence: [], task: 1001, no: '2', title: '全部停产' },
  { id: 1, action: 'issue', label: '下达', from_state: '', to_state: 'issued', person: 2, person_name: '王敏', org: 5, org_name: '县安委会办公室', at: '2023-10-08T10:00:00+08:00', input: null, evidence: [], task: 1001, no: '2', title: '全部停产' }])
const rules = [
  { id: 1, version: 1, newest: 1, in_force: true, confirmed: 'D', changed_by_name: null, changed_at: null, reason: null, name: 'task.light.yellow', title: '黄灯：临近时限', source: '县督查督办办法', article: '第八条', valid_from: '2023-10-08', valid_to: null, params: { days: 7, share: 0.2 }, words: '距时限 7 天以内或不足期限五分之一，且进度低于计划' },
  { id: 2, version: 2, newest: 2, in_force: true, confirmed: 'D', changed_by_name: '王敏', changed_at: '2023-10-10T09:00:00+08:00', reason: '按县长办公会意见', name: 'task.urge.before', title: '到期前催办', source: '县督查督办办法', article: '第九条', valid_from: '2023-10-08', valid_to: null, params: { days: [7, 3, 1] }, words: '到期前 7、3、1 天各催办一次' },
  { id: 3, version: 1, newest: 1, in_force: true, confirmed: 'L', changed_by_name: null, changed_at: null, reason: null, name: 'task.sign', title: '签收时限', source: '县督查督办办法', article: '第四条', valid_from: '2023-01-01', valid_to: '2023-12-31', params: { working_days: 1 }, words: '交办后 1 个工作日内签收' }]
const people = data.orgs.slice(0, 6).map((o, i) => ({ id: 300 + i, org: o.id, org_name: o.name, name: ['王立', '赵敏', '李强', '周平', '孙丽', '吴刚'][i]!, title: '科长', phone: '139****0000', login: `u${i}`, roles: [i % 2 ? 'clerk' : 'unit_leader'], active: true, locked: i === 4, must_change: false, version: 1 }))
const roles = ['county_head', 'deputy_head', 'supervisor', 'verifier', 'unit_leader', 'clerk', 'viewer', 'system_admin', 'security_admin', 'audit_admin'].map((code) => ({ code, zh: code, en: code, perms: ['TASK_READ'], administrator: code.endsWith('admin') }))
const entries = Array.from({ length: 8 }, (_, i) => ({ id: 900 + i, position: 40 + i, person: 1, org: 102, data: { percent: 71, text: '已整改' }, at: `2023-10-2${i % 5}T10:0${i}:00+08:00`, kind: 'task', item: 1000 + i, action: 'report', person_name: '王立', org_name: '县应急管理局' }))

type Answer = (m: RegExpMatchArray, body: Record<string, unknown>, url: URL) => unknown
const table: [string, RegExp, Answer][] = [
  ['GET', /^\/api\/session$/, session],
  ['POST', /^\/api\/session$/, (_m, b) => { if (b.password !== 'demo') return fail(401, 'unauthorized', '用户名或密码不对', 'password'); signedIn = true; return session() }],
  ['DELETE', /^\/api\/session$/, () => { signedIn = false; return {} }],
  ['GET', /^\/api\/workbench$/, () => data.workbench()],
  ['GET', /^\/api\/workbench\/done$/, history],
  ['GET', /^\/api\/overview$/, () => data.overview()],
  ['GET', /^\/api\/tasks$/, (_m, _b, u) => { const q = u.searchParams; return list(data.tasks.filter((x) => (!q.get('q') || x.title.includes(q.get('q')!)) && (!q.get('light') || q.get('light') === x.light) && (!q.get('state') || q.get('state') === x.state))) }],
  ['GET', /^\/api\/tasks\/(\d+)$/, (m) => data.task(find(Number(m[1])))],
  ['POST', /^\/api\/tasks\/(\d+)\/steps\/(\w+)$/, (m, b) => (m[2] === 'report' && Number(b.percent) > 90 ? fail(400, 'invalid', '还有节点未完成，不能超过 90%', 'percent') : data.task(find(Number(m[1]))))],
  ['GET', /^\/api\/tasks\/\d+\/history$/, history],
  ['GET', /^\/api\/notices$/, () => list([notice, { ...notice, id: 1, state: 'issued', title: '矿山企业安全生产十二项举措任务分解', task_count: 12, issued_at: '2023-10-08T10:00:00+08:00' }])],
  ['POST', /^\/api\/notices\/read$/, () => ({ id: 2, duplicate_of: null })],
  ['GET', /^\/api\/notices\/(\d+)$/, (m) => (m[1] === '1' ? { ...notice, id: 1, state: 'issued' } : notice)],
  ['PUT', /^\/api\/notices\/\d+\/draft$/, (_m, b) => Object.assign(notice, { items: b.items, document: b.document, version: notice.version + 1 })],
  ['POST', /^\/api\/notices\/\d+\/issue$/, () => fail(400, 'invalid', '“矿管中心”还没有对应的单位', 'items.3.cooperate')],
  ['GET', /^\/api\/notices\/\d+\/compare$/, () => ({ items: [{ no: '1', change: 'same', task: 1000, fields: [], item_key: '1' }, { no: '9', change: 'changed', task: 1008, fields: [{ field: 'deadline', before: '10月20日前完成', after: '11月10日前完成' }, { field: 'cooperate', before: '县应急管理局', after: '县应急管理局、县工业和信息化局' }], item_key: '4' }, { no: '13', change: 'added', task: null, fields: [{ field: 'title', before: '', after: '尾矿库汛期值守' }], item_key: '5' }] })],
  ['GET', /^\/api\/orgs$/, (_m, _b, u) => list(data.orgs.filter((o) => !u.searchParams.get('q') || o.name.includes(u.searchParams.get('q')!)))],
  ['GET', /^\/api\/people$/, () => list(people)],
  ['GET', /^\/api\/roles$/, () => list(roles)],
  ['GET', /^\/api\/rules$/, () => list(rules)],
  ['GET', /^\/api\/ledger$/, () => list(entries)],
  ['GET', /^\/api\/ledger\/heads$/, () => list([{ size: 48, root: 'd4'.repeat(32), at: '2023-10-25T09:00:00+08:00', suite: 'sha256-ed25519', key: 'k1', signature: 'e5'.repeat(32), witnesses: 2 }])],
  ['GET', /^\/api\/ledger\/proof\/(\d+)$/, (m) => ({ entry: { id: Number(m[1]), at: data.NOW, kind: 'task', item: 1000, action: 'report' }, leaf_text: '{"id":1}', position: 0, leaf: 'f6'.repeat(32), nodes: [], head: { size: 1, root: 'd4'.repeat(32), at: data.NOW, suite: 'sha256-ed25519', key: 'k', signature: '' } })],
  ['GET', /^\/api\/tokens$/, () => list([{ id: 1, kind: 'token', note: '前置交换', created_at: '2023-10-01T00:00:00+08:00', seen_at: null, expires_at: '2024-01-01T00:00:00+08:00', address: '', agent: '', current: false }])],
  ['POST', /^\/api\/tokens$/, () => ({ id: 2, token: 'k1_' + '9a'.repeat(20) })],
  ['GET', /^\/api\/notifications$/, () => ({ ...list([{ id: 1, at: '2023-10-25T08:10:00+08:00', kind: 'extension', title: '石庙沟镇申请延期', text: '举措 2，申请延至 11月3日', link: '/tasks/2001', read: false }, { id: 2, at: '2023-10-24T16:20:00+08:00', kind: 'close', title: '举措 4 申请办结', text: '县纪委监委', link: '/tasks/1003', read: true }]), unread: 1 })],
  ['GET', /^\/api\/search$/, () => list([{ kind: 'task', id: 1008, title: '火工材料管理办法与定量审批', text: '制定火工材料管理办法……', link: '/tasks/1008' }])],
  ['GET', /^\/api\/audit$/, () => list([])],
  ['POST', /^\/api\/evidence$/, () => ({ hash: '0b'.repeat(32), size: 1000, type: 'image/jpeg', name: 'x.jpg' })],
  ['POST', /./, () => ({})], ['PUT', /./, () => ({})], ['DELETE', /./, () => ({})],
]
class Fail { constructor(readonly status: number, readonly body: unknown) {} }
const fail = (status: number, error: string, message: string, field?: string) => new Fail(status, { error, message, field })

async function readBody(req: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = []
  for await (const c of req) parts.push(c as Buffer)
  try { return JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown> } catch { return {} }
}
async function answer(req: IncomingMessage, res: ServerResponse, next: () => void): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://x')
  if (!url.pathname.startsWith('/api/')) return next()
  if (url.pathname === '/api/events') { res.writeHead(200, { 'content-type': 'text/event-stream' }).write(': ok\n\n'); return }
  const row = table.find(([m, p]) => m === req.method && p.test(url.pathname))
  const out = row ? row[2](url.pathname.match(row[1])!, await readBody(req), url) : fail(404, 'not_found', '没有这个地址')
  res.writeHead(out instanceof Fail ? out.status : 200, { 'content-type': 'application/json' }).end(JSON.stringify(out instanceof Fail ? out.body : out))
}

export function mockServer(): Plugin {
  const use = (m: Connect.Server) => void m.use((req, res, next) => void answer(req, res, next))
  return { name: 'mock-api', configureServer: (s) => use(s.middlewares), configurePreviewServer: (s) => use(s.middlewares) }
}
