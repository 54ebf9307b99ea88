/* What the comparison of ledgers answers with; see model.ts. */
import type * as gen from './types'
import type { FlowRecord } from './mines'

type Text<G, K extends keyof G> = Omit<G, K> & Record<K, string>

export type BalanceRow = Text<gen.balance_result, 'mine_name' | 'town_name' | 'enterprise_name' | 'month' | 'word' | 'story' | 'since'>
export interface BalancePage { items: BalanceRow[]; next: string | null; month: string; counts: { word: string; mines: number }[] }

export interface Reading { ledger: string; name: string; t: number; sigma: number; sigma_same: number; count: number; arithmetic: string; source: string; link: string }
export interface Finding { story: string; name: string; text: string; theft: boolean; since: string; z: number; p: number; share: number; share_sigma: number; t: number; t_sigma: number }
export interface Verdict { word: string; story: string; story_name: string; p: number; limit: number; alike: number; findings: Finding[]; arithmetic: string }
export interface BalanceMonth extends Verdict { month: string; ore_t: number; ledgers: Reading[]; gap: { t: number; sigma: number } | null }
export interface Reconciled { ledger: string; name: string; assumed: boolean; t: number; sigma: number; reconciled: number; reconciled_sigma: number; adjustment: number; z: number | null }
export interface FlowSum { t: number; sigma: number }
export interface BalanceView extends Verdict {
  mine: number; mine_name: string; from: string; to: string; months: BalanceMonth[]
  reconciliation: {
    chi2: number; freedom: number; p: number; fits: boolean; rest_fits: boolean; ledgers: Reconciled[]; flows: Record<'ore' | 'output' | 'hauled' | 'stock' | 'loss' | 'waste', FlowSum | null>
    left_out: { ledger: string; name: string; z: number; chi2: number; freedom: number; p: number }[]
  }
  rock: { material: string; density: number; density_sigma: number; waste_density: number; swell: number; moisture: number; loss: number; strip: number; density_source: string; rule: string; source: string }
}
export interface OutputMonth { month: string; t: number | null; sigma: number | null; ground_t: number | null; ground_sigma: number | null; weighed_t: number | null; reported_t: number | null }
export interface Capacity {
  year: number; word: string; months: OutputMonth[]; projected_t: number | null; projected_sigma: number | null
  allowed: { allowed_t: number | null; bound_by: string | null; limits: { name: string; text: string; source: string; t: number; link: string }[] }
}
export type BalanceAlert = Text<gen.balance_alert, 'state' | 'no' | 'mine_name' | 'org_name' | 'month' | 'story' | 'since' | 'opened_on' | 'due' | 'closed_on' | 'conclusion'>
export type BalanceAlertRecord = BalanceAlert & FlowRecord & { story_name: string; arithmetic_text: string }
export type Setting = gen.balance_setting
export type Survey = Text<gen.balance_survey, 'material' | 'from_day' | 'to_day' | 'density_source' | 'method' | 'surveyor' | 'file' | 'note' | 'withdrawn'>
export type Stock = Text<gen.balance_stock, 'pile' | 'day' | 'file' | 'note' | 'withdrawn'>
export type Report = Text<gen.balance_report, 'month' | 'file' | 'note'>
