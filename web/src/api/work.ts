/* What the rooms of inspection and resumption answer with; see model.ts. */
import type { FlowRecord, Reason } from './mines'
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
