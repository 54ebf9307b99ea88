/* What the rooms of inspection and resumption answer with; see model.ts. */
import type { FlowRecord, Reason } from './mines'
import type { Step } from './model'
import type * as gen from './types'

type Text<G, K extends keyof G> = Omit<G, K> & Record<K, string>

export type Resumption = Text<gen.resumption, 'state' | 'no' | 'mine_name' | 'enterprise_name' | 'town_name' | 'accident_since' | 'created_on' | 'stopped_on' | 'plan_day' | 'head' | 'head_signed_on' | 'self_check'
  | 'applied_on' | 'reviewed_on' | 'reviewed_by_name' | 'review' | 'accepted_on' | 'accepted_by_name' | 'conclusion' | 'cool_until' | 'reported_on' | 'report' | 'approved_by_name' | 'approved_on' | 'approval' | 'notice_no'
  | 'notice_until' | 'resumed_on' | 'due' | 'waits_for_name'>
export interface ResumeDocument { code: string; when: string; label: string; source: string; needed: boolean; given: boolean; files: string[]; note: string | null; person_name: string | null; at: string | null }
export interface ResumeMember { person: number; org: number; name: string; title: string | null; org_name: string; role: string; signed_at: string | null; opinion: string | null }
export interface ResumeItem { code: string; class: string; group: string; text: string; result: string; note: string | null; person_name: string | null; at: string | null }
export interface FollowUp { day: string; result: string; text: string; person_name: string }
export type ResumptionRecord = Resumption & FlowRecord & {
  accident: boolean; documents: ResumeDocument[]; members: ResumeMember[]; items: ResumeItem[]; missing: Reason[]; follow_up_checks: FollowUp[]
}
export interface NearRow { resumption: number; mine: number; mine_name: string; state: string; code: string; thing: string; org: number | null; org_name: string; by: string; plan_day: string }

/* Inspection */
export interface Hazard {
  id: number; version: number; state: string; mine: number; mine_name: string; town_name: string | null; enterprise_name: string | null; industry_name: string | null; inspection: number | null; kind: string; level: string
  criterion: string | null; place: string | null; text: string; basis: string | null; found_on: string; found_by_name: string | null; found_org_name: string | null; no: string | null; order_org_name: string | null; ordered_on: string | null
  requirement: string | null; served_on: string | null; due: string | null; fix_person: string | null; fix_phone: string | null; fix_measures: string | null; fix_funds: number; fix_source: string | null; fix_by: string | null
  fix_emergency: string | null; planned_on: string | null; listed_on: string | null; list_no: string | null; list_level: string | null; repeats: number; extensions: number; penalties: number; ended_on: string | null; days_left: number; overdue: boolean
}
export interface Clock { code: string; text: string; day: string; over: boolean; done: boolean; rule: string; source: string }
export interface Round { round: number; rectified_on: string; rectified_by_name: string | null; statement: string; recheck_by: string | null; rechecked_on: string | null; rechecked_by_name: string | null; rechecked_org_name: string | null; passed: boolean; opinion: string | null }
export interface Criterion { code: string; mine_kind: string; text: string; en: string; source: string; valid_from: string; valid_to: string | null }
export interface Penalty { id: number; kind: string; no: string | null; day: string; text: string | null; person_name: string; yuan: number }
export interface HazardExtension { id: number; version: number; state: string; old_day: string; new_day: string; reason: string; measures: string; asked_on: string; asked_by_name: string; note: string | null; steps: Step[] }
export type HazardRecord = Hazard & FlowRecord & { criterion_row: Criterion | null; clocks: Clock[]; rounds: Round[]; penalty_list: Penalty[]; extension_list: HazardExtension[] }
export interface StopOrder {
  id: number; version: number; state: string; kind: string; no: string | null; org_name: string; person_name: string; reason: string; basis: string; scope: string | null; issued_on: string; from_day: string; ended_on: string | null; mines: number; served: number; lifted: number
}
export type StopOrderRecord = StopOrder & FlowRecord
export interface StopOrderMine { mine: number; mine_name: string; enterprise_name: string | null; town_name: string | null; served_at: string | null; served_by_name: string | null; served_how: string | null; lifted_on: string | null; lift_reason: string | null }
export interface Inspection {
  id: number; version: number; state: string; title: string; mine: number; mine_name: string; town_name: string | null; enterprise_name: string | null; org_name: string; team: string | null; from_day: string; to_day: string; summary: string | null; items: number; answered: number; failed: number
}
export type InspectionRecord = Inspection & FlowRecord & { results: (Omit<ResumeItem, 'code'> & { item: string; hazard: number | null })[] }
export interface Investigation { id: number; version: number; state: string; no: string | null; title: string; mine: number; mine_name: string; town_name: string | null; org_name: string; opened_on: string; due: string | null; conclusion: string | null; concluded_on: string | null }
export interface CaseFinding { id: number; question: string; verdict: string; text: string; basis: string | null; org_name: string; person_name: string; at: string }
export type InvestigationRecord = Investigation & FlowRecord & {
  cooperating: { org: number; name: string }[]; signatures: { org: number; at: string; org_name: string; person_name: string }[]; unanswered: string[]; findings: CaseFinding[]; reports: { receiver: string; day: string; no: string | null; person_name: string }[]; clocks: Clock[]
}

export type HazardStat = gen.hazard_stat
export type Ahead = Text<gen.reminder_shown, 'on' | 'day' | 'clock' | 'kind' | 'text' | 'link' | 'rule' | 'source'>
export type Weather = Text<gen.weather, 'level' | 'kind' | 'area' | 'from_at' | 'to_at' | 'source'>
export type WeatherAlert = Text<gen.weather_alert, 'mine_name' | 'mine_kind' | 'town_name' | 'level' | 'kind' | 'from_at' | 'criterion' | 'text' | 'basis'>
