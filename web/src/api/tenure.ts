/* Mining rights, applications, alerts outside the licence, operators: what the pages read beyond the generated types. */
import type { RuleRef } from './model'
import type { FlowRecord } from './mines'

export interface Finding { code: string; light: string; text: string; rule: string; source: string }
export interface Right {
  id: number; number: string; holder: string; mine: number | null; mine_name: string; town_name: string; kind: string; main_mineral: string; minerals: string; scale_t: number
  stated_km2: number; area_m2: number; top_m: number; bottom_m: number; valid_from: string; valid_to: string; issuer: string; issued_on: string; standing: string; days_left: number
  application: number | null; land?: unknown; deep: string; chain: string; findings?: Finding[]
}
export interface Application extends FlowRecord {
  no: string; kind: string; right_kind: string; name: string; applicant: string; mineral: string; mine: number; mine_name: string; licence_number: string; licence_to: string; years: number; lane: string
  lane_now?: string; reason: string; due: string; applied_on: string; area_m2: number; answer: string
  lane_conditions?: { name: string; text: string; met: boolean }[]; materials?: { code: string; label: string; given: boolean; source: string }[]
  land?: unknown; joint?: { org: number; name: string }[]; meeting_rule?: RuleRef | null
  opinions?: { org: number; org_name: string; person_name: string; verdict: string; text: string }[]
  meetings?: { id: number; day: string; no: string; decision: string; text: string }[]
  conflicts?: { id: number; what: string; name: string; number: string; overlap_m2: number; distance_m: number; limit_m: number; effect: string; text: string; rule_source: string; shape: unknown }[]
}
export interface Outside extends FlowRecord { mine: number; mine_name: string; town_name: string; place: number; place_name: string; kind: string; text: string; found_on: string; due: string; answer: string; investigation: number }
export interface ScoreLine {
  criterion: string; name: string; weight: number; none: number; full: number; points: number; arithmetic: string; claimed: boolean; verdict: string; verdict_text: string; verdict_name: string
  hash: string; text: string; entered_name: string
}
export interface Candidate { id: number; name: string; kind: string; score: number; pass: number; excluded: string; may_negotiate: boolean; lines: ScoreLine[] }
export interface Output { year: number; allowed_t: number | null; bound_by: string | null; limits: { name: string; text: string; source: string; t: number; link: string }[] }
export interface Reserve { id: number; year: number; end_t: number; flags: { code: string; text: string }[] }
export interface Zone { id: number; kind: string; name: string; source: string; valid_from: string }
export interface Opportunity extends FlowRecord {
  no: string; title: string; mine: number; mine_name: string; mineral: string; form: string; scale_t: number; terms: string; open_until: string; chosen_name: string; contract_no: string; contract_from: string; contract_to: string; handed_on: string; ended_on: string; enterprise_name: string; rule_text?: string; rule_source?: string; safety_no: string; due: string
  candidates?: Candidate[]
  talks?: { id: number; day: string; text: string; candidate_name: string }[]
  performance?: { month: string; hazards: number; major: number; overdue: number; accidents: number; deaths: number }[]
}
