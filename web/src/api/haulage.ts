/* What the room of trucks and weighings answers with; see model.ts. */
import type * as gen from './types'
import type { FlowRecord } from './mines'
import type { EvidenceRow } from './model'

type Text<G, K extends keyof G> = Omit<G, K> & Record<K, string>

export type Ticket = Text<gen.haulage_ticket, 'no' | 'at' | 'direction' | 'cargo' | 'receiver' | 'operator' | 'result' | 'decision' | 'reason' | 'source'>
export type TicketRecord = Ticket & { signs: string[]; evidence: EvidenceRow[] }
export interface Proof { hash: string; position: number; tickets: number; path: string[]; root: string; holds: boolean; entry: number }
export type Scale = gen.haulage_scale
export type Truck = gen.haulage_vehicle
export type Sum = gen.haulage_sum & { day: string }
export type HaulageCase = Text<gen.haulage_case, 'state' | 'no' | 'offended_on' | 'decide_by' | 'due' | 'document' | 'decided_on' | 'pay_by' | 'paid_on' | 'closed_on' | 'copy_by' | 'copied_to' | 'copied_on'>
export interface RuleShown { name: string; title: string; source: string; article: string; text: string; confirmed: string }
export interface Verdict { limit_kg: number; counted_kg: number; over_kg: number; over_percent: number; fine_yuan: number; points: number; result: string; reasons: string[]; rules: RuleShown[]; police_fine_min: number; police_fine_max: number }
export interface Window { mode: string; from: string; to: string; offences: number; trucks: number; fleet: number; counts: boolean; reached: boolean }
export type HaulageMeasure = Text<gen.haulage_measure, 'state' | 'party' | 'name' | 'kind' | 'basis' | 'rule' | 'document' | 'since' | 'ended_on' | 'note'>
export interface Party { party: string; item: number; name: string; windows: Window[]; measures: HaulageMeasure[] }
export interface CaseRecord extends Omit<HaulageCase, 'state'>, FlowRecord { id: number; version: number; state: string; judged: Verdict; weighing: Ticket; due_yuan: number; parties: Party[] }
export interface MeasureRecord extends Omit<HaulageMeasure, 'state'>, FlowRecord { id: number; version: number; state: string }
export interface Route { mine: number | null; scale: number; trips: number; over: number; over_kg: number; mine_name: string | null; scale_name: string; scale_kind: string; mine_lon: number; mine_lat: number; lon: number; lat: number }
export interface Repeat { vehicle: number; plate: string; mine: number | null; mine_name: string | null; times: number; over_kg: number; first: string; last: string }
export interface Routes { month: string; routes: Route[]; hours: { hour: number; trips: number; over: number }[]; repeats: Repeat[] }
