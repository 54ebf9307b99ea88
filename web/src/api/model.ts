/*
 * The shapes of the API as the pages use them.  types.ts is written by `kuangan types` from the server's tables; here
 * its records get what a table cannot say (which texts are never null, what a list holds), and the answers that are put
 * together from several records are spelled out.  A field that the server renames or drops is a compile error.
 */
import type * as gen from './types'

/* The record G, with the fields of R known better. */
type Sure<G, R extends { [K in keyof R]: K extends keyof G ? unknown : never }> = Omit<G, keyof R> & R

export interface Page<T> { items: T[]; next: string | null; total?: number | null }
export interface Named { id: number; name: string }

export type Role = 'county_head' | 'deputy_head' | 'supervisor' | 'verifier' | 'unit_leader' | 'clerk' | 'viewer'
  | 'system_admin' | 'security_admin' | 'audit_admin'
export interface Session {
  user: { id: number; name: string; title: string; login: string; lang: string } | null
  org: (Named & { kind: string }) | null
  roles: string[]
  perms: string[]
  county: { code: string; name: string; short_name: string } | null
  must_change: boolean
  clock: { now: string; fixed: boolean }
  version: string
  first_run: boolean
}
export type SignedIn = Sure<gen.session, { kind: string; created_at: string }>

/* Organisations and people */
export type Org = Sure<gen.org, { path: string; code: string; short_name: string }>
export type Person = Sure<gen.person, { org_name: string; title: string; phone: string }>
export interface RoleInfo { code: string; zh: string; en: string; perms: string[]; administrator: boolean }

/* Notices */
export type Span = [number, number]
export type Candidate = Sure<gen.org_candidate, { name: string }>
export interface Unit {
  words: string; orgs: number[]; names: string[]; group: string | null; confirmed: boolean; candidates: Candidate[]
  note?: string | null
}
export interface Deadline {
  kind: string; day?: string | null; start?: string | null; effect_year?: number | null; days?: number | null; recurs?: string | null
}
export interface DraftMilestone { title: string; text: string; kind: string; day: string | null; days: number | null; to: string | null }
export type SourceField = 'no' | 'title' | 'text' | 'lead' | 'cooperate' | 'deadline' | 'milestones' | 'persons'
export interface DraftItem {
  key: string; no: string; title: string; text: string; lead: Unit[]; cooperate: Unit[]; persons: string[]
  deadline_text: string; deadline: Deadline; milestones: DraftMilestone[]
  source: Partial<Record<SourceField, Span[]>>; warnings: string[]
}
/* open: neither corrected nor ignored; serious: has to be looked at before issuing.  key: of the item, "": of none. */
export interface Finding {
  kind: string; no: string; text: string; words: string; at: Span | null; key: string | null; ignored: boolean; open: boolean; serious: boolean
}
export interface NoticeDocument { title: string; number: string; issuer: string; date: string | null; year: number | null; year_reason: string }
export type NoticeState = 'reading' | 'draft' | 'issued' | 'withdrawn' | 'failed'
export interface NoticeRow {
  id: number; title: string; number: string; issuer: string; date: string | null; year: number | null; state: NoticeState
  task_count: number; finding_count: number; amends: number | null; created_at: string; created_by_name: string
  issued_at: string | null; file: { hash: string; name: string; size: number; type: string }
}
export interface Notice extends NoticeRow {
  version: number; error: string | null; document: NoticeDocument
  source: { text: string; ocr: boolean; format: string; pages: number }
  items: DraftItem[]; findings: Finding[]; unused: { text: string; at: Span }[]; warnings: string[]
}
export interface NoticeRead { id: number; duplicate_of: number | null; job?: number | null }
export interface CompareRow {
  no: string; change: 'same' | 'changed' | 'added' | 'removed'; task: number | null
  fields: { field: string; before: string; after: string }[]; item_key: string | null
}

/* Tasks */
export type TaskState = 'issued' | 'working' | 'closing' | 'closed' | 'long_term' | 'withdrawn'
export type LightName = 'green' | 'yellow' | 'red' | 'blue' | 'grey'
export type TaskRow = Sure<gen.task, {
  no: string; title: string; leads: Named[]; cooperating: Named[]; state: TaskState; light: LightName
  deadline_text: string; deadline_kind: string; issued_at: string
}> & { light_text: string; days_left: number | null }
export interface Party {
  org: number; name: string; role: 'lead' | 'cooperate'; signed_at: string | null; signed_by: number | null; signed_name: string | null
}
export interface Confirmation { org: number; at: string; org_name: string; person_name: string }
export interface Milestone { id: number; title: string; day: string | null; weight: number; done_at: string | null }
export interface Extension {
  id: number; version: number; asked_at: string; asked_by_name: string; old_day: string; new_day: string; reason: string; measures: string
  state: 'asked' | 'granted' | 'refused' | 'withdrawn'; decided_by_name: string | null; decided_at: string | null; note: string | null
  steps: Step[]
}
export interface StepField {
  name: string; kind: 'int' | 'real' | 'bool' | 'text' | 'texts' | 'day' | 'time' | 'list' | 'json'; label: string; required: boolean
  min?: number | null; max?: number | null; choices?: (string | { value: string; label: string })[] | null; fields?: StepField[] | null
  from?: string       // the page's own word: the list whose records may be chosen
}
export interface Paper { name: string; label: string }
export interface Step {
  action: string; label: string; to: string; possible: boolean; why: string | null; confirm: boolean
  evidence: 'no' | 'may' | 'must'; fields: StepField[]
}
export type EvidenceRow = Sure<gen.evidence_item, { hash: string; name: string; type: string; at: string; by_name: string }>
export interface RuleRef { name: string; title: string; text: string; source: string; confirmed?: string }
export interface Ahead { day: string; kind: string; text: string; to: string | null; rule?: string | null }
export interface Task extends TaskRow {
  text: string; state_label?: string; deadline: Deadline; parties: Party[]; confirmations?: Confirmation[]; milestones: Milestone[]; extensions: Extension[]; rules: RuleRef[]
  ahead: Ahead[]; steps: Step[]; papers: Paper[]; evidence: EvidenceRow[]; children: TaskRow[]
}
export type HistoryRow = Sure<gen.flow_entry, {
  action: string; from_state: string; to_state: string; person_name: string; org_name: string; at: string
  input: Record<string, unknown> | null
}> & { label: string; task?: number; no?: string; title?: string }

/* Supervision */
export type Lights = Record<LightName, number>
/* den null: a sum of points, not a share. */
export interface Kpi { id: string; label: string; num: number; den: number | null; text: string }
export interface Measure {
  id: number; no: string; title: string; state: TaskState; light: LightName; light_text: string; percent: number
  plan_percent: number | null; due: string | null; days_left: number | null; leads: string[]; sub: Lights & { total: number }
}
export interface OrgLights { org: number; name: string; lights: Lights; kpis: Kpi[] }
export interface Stuck { task: number; no: string; title: string; org_name: string; why: string; since: string; days: number }
export interface TrendDay extends Lights { day: string; closed: number }
export interface Overview {
  day: string; scope?: 'county' | 'unit'; measures: Measure[]; measure_total?: number; lights: Lights; departments: OrgLights[]; towns: OrgLights[]; kpis: Kpi[]
  stuck: Stuck[]; trend: TrendDay[]; ahead: (Ahead & { task: number; no: string; title: string })[]
}
export interface Todo {
  kind: string; room: string; item: number; task: number | null; no: string; title: string; action: string; label: string; due: string | null
  light: LightName; text: string; since: string; link?: string | null; extension?: number | null
}
export interface WorkbenchCounts { todo: number; done: number; began: number; copied: number; drafts: number; lead: number; cooperate: number; week: number }
export interface Workbench {
  counts: WorkbenchCounts; todo: Todo[]; week: TaskRow[]; lead: TaskRow[]; cooperate: TaskRow[]
  calendar: { day: string; items: { task: number | null; link: string; no: string; title: string; kind: string; label: string | null }[] }[]
  alarms: { text: string; link?: string | null }[]
}
export type Deed = Sure<gen.deed, { flow: string; at: string; label: string; flow_label: string; action: string }>
export interface Hit { kind: string; id: number; title: string; text: string; link: string }

/* Evidence, jobs, notifications, ledger, rules */
export interface Stored { hash: string; size: number; type: string; name: string }
export type Job = Sure<gen.job, { state: string }>
export type Notification = Sure<gen.notification, { at: string; title: string }>
export interface NotificationPage extends Page<Notification> { unread: number }
export type LedgerEntry = Sure<gen.ledger_row, { at: string; kind: string; action: string }>
export type TreeHead = Sure<gen.head_row, { root: string; at: string; suite: string }>
export interface LedgerProof {
  entry: { id: number; at: string; kind: string; item: number; action: string }
  leaf_text: string; leaf: string; position: number; nodes: string[]; head: TreeHead
}
export interface LedgerReport { ok: boolean; entries: number; heads: number; faults: number; pending: number; size: number; root: string | null; words: string[] }
export type Rule = Sure<gen.rule_shown, {
  name: string; title: string; words: string; source: string; article: string; valid_from: string; params: Record<string, unknown>
}>
export type AuditRow = Sure<gen.audit, { at: string; event: string }>
