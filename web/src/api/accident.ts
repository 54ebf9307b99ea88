/* What the rooms of accidents, appraisal and units' own measures answer with. */
import type { FlowRecord } from './mines'
import type { Named, RuleRef, Step } from './model'

export interface Accident {
  id: number; version: number; state: string; title: string; kind: string; mine: number | null; mine_name: string | null; unit: string | null; place: string | null; town_name: string | null; at: string; day: string; summary: string | null; taken: string | null
  deaths: number; injured: number; loss_yuan: number; grade: string; production: boolean; responsible: string; reporting: string | null; reporting_text: string | null; authority: string | null; extended: number; due: string | null; begun_on: string | null
  handed_on: string | null; approved_on: string | null; reviewed_on: string | null; closed_on: string | null
}
export interface ReportClock { level: string; label: string; from: string; due: string; at: string | null; state: 'on_time' | 'late' | 'waiting' | 'overdue'; late_minutes: number; rule: string; source: string; article: string }
export interface Casualties { id: number; day: string; deaths: number; injured: number; loss_yuan: number; counts: boolean; grade: string; reason: string | null; person_name: string; recorded_at: string }
export interface AccidentFinding { id: number; day: string; production: boolean; responsible: string; document: string | null; note: string | null; person_name: string; departments: { org: number; name: string }[] }
export type AccidentRecord = Accident & FlowRecord & { grade_label: string; days_left: number | null; clocks: ReportClock[]; casualties: Casualties[]; findings: AccidentFinding[]; members: { org: number; name: string }[]; signatures: { org: number; at: string; org_name: string; person_name: string }[]; rules: RuleRef[] }

export interface Case {
  id: number; version: number; state: string; accident: number; accident_title: string; accident_day: string; subject: string; org: number; org_name: string; person_name: string | null; post: string | null; duty: string; fault: string; facts: string; basis: string
  proposed: string; decision: string | null; decision_text: string | null; document: string | null; decided_on: string | null; lasts_until: string | null; executed_on: string | null
}
export type CaseRecord = Case & FlowRecord & { rules: RuleRef[] }
export interface ChainLink { source: string; kind: string; text: string; day: string; org: number | null; org_name: string | null; person_name: string | null; link: string | null }

export interface Reading { from: string; to: string; count: number; pending: number; drop: 'yes' | 'no' | 'pending' }
export interface Appraised { id: number; title: string; day: string; grade: string; mine_name: string | null; document: string | null }
export interface Line { org: number; name: string; kind: string; drop: 'yes' | 'no' | 'pending'; rule: string; source: string; article: string; threshold: number; drop_grades: number; one_away: boolean; calendar: Reading; rolling: Reading; accidents: Appraised[]; pending: Appraised[] }
export interface Appraisal { year: number; as_of: string; reading: 'calendar' | 'rolling'; towns: Line[]; departments: Line[]; one_away: (Named & { org: number; kind: string })[]; undecided: number; ladder: { from: string; to: string; label: string }[]; rules: RuleRef[] }
export interface AppraisalList { id: number; version: number; state: string; year: number; as_of: string; objections_by: string | null; frozen_on: string | null; document: string | null; receiver_name: string | null; handed_on: string | null }
export interface Objection { id: number; version: number; state: string; org_name: string; accident: number; accident_title: string; reason: string; due: string | null; answer: string | null; decided_on: string | null; steps: Step[] }
export type AppraisalRecord = AppraisalList & FlowRecord & { list: Appraisal | null; own: Line | null; objections: Objection[] }

export interface UnitMeasure { id: number; version: number; state: string; org: number; org_name: string; title: string; text: string; by_day: string | null; filed_on: string; percent: number; progress: string | null; reported_on: string | null; verdict: string | null; judged_on: string | null; done_on: string | null }
export type UnitMeasureRecord = UnitMeasure & FlowRecord
export interface UnitFiled { org: number; name: string; kind: string; filed: number; adequate: number; returned: number; done: number; late: number; total: number; first_on: string | null; nothing: boolean; filed_late: boolean }
