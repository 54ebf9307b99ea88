/* What the room of explosives answers with; see model.ts. */
import type { FlowRecord } from './mines'
import type * as gen from './types'

type Text<G, K extends keyof G> = Omit<G, K> & Record<K, string>

export type Magazine = Text<gen.magazine, 'name' | 'mine_name' | 'evaluation' | 'valid_to' | 'closed_on'>
export interface Balance { account: string; item: string; kind: string; amount: number; last_at: string }
export interface KeeperKey { magazine: number; id: string; person: string; post: string; certificate: string; public: string; device: string; made_at: string; revoked_at: string | null }
export interface Post { post: string; name: string; least: number; have: number }
export interface MagazineRecord extends Magazine { balances: Balance[]; keys: KeeperKey[]; staff: Post[] }
export interface Signature { key: string; signature: string }
export interface JournalEntry { id: number; hash: string; magazine: number; mine_name: string; magazine_name: string; device: string; seq: number; at: string; kind: string; permit: number | null; blast: number | null; person: string; signers: string; body: string; signatures: Signature[]; counts: boolean; received_at: string }
export interface Piece { code: string; made_on: string; state: string; holder: string; mine: number | null; mine_name: string | null; magazine: number | null; magazine_name: string | null; blast: number | null; last_at: string; steps: number; faults: number
  life: { at: string; kind: string; magazine_name: string | null; blast: number | null; holder: string; device: string; hash: string; signers: string; fault: string }[] }
export type AlertRow = Text<gen.explosive_alert, 'state' | 'kind' | 'subject' | 'mine_name' | 'magazine_name' | 'text' | 'since' | 'finding' | 'detail'>
export interface AlertRecord extends AlertRow, FlowRecord { id: number; version: number; state: string }
export type BlastRow = Text<gen.blast, 'state' | 'mine_name' | 'no' | 'day' | 'shift' | 'place' | 'material' | 'blaster' | 'engineer' | 'hardness' | 'explosive' | 'protects' | 'circle_ground' | 'note'>
export interface BlastCheck { code: string; result: string; text: string; arithmetic: string; rule: string; source: string }
export interface BlastRecord extends BlastRow, FlowRecord { id: number; version: number; state: string; checks: BlastCheck[]; journal: JournalEntry[] }
export interface SumStep { name: string; text: string; arithmetic: string; value: number; unit: string; rule: string; source: string }
export type QuotaRow = Omit<Text<gen.quota, 'state' | 'mine_name' | 'planned_source' | 'ore_density_source' | 'ore_q_source' | 'strip_ratio_source' | 'rock_density_source' | 'rock_q_source' | 'k_source'>, 'sum'> & { sum: SumStep[] }
export interface QuotaRecord extends QuotaRow, FlowRecord { id: number; version: number; state: string }
export type PurchaseRow = Text<gen.purchase, 'state' | 'no' | 'mine_name' | 'magazine_name' | 'purpose' | 'use_text' | 'bank_account' | 'applied_on' | 'due' | 'decided_on' | 'valid_to' | 'reason' | 'override_reason' | 'override_failed' | 'deal_on' | 'filed_on'>
export interface Check { code: string; good: boolean; text: string; rule: string; source: string }
export interface PurchaseRecord extends PurchaseRow, FlowRecord { id: number; version: number; state: string; checks: Check[]; together_kg: number; together: number; transports: TransportRow[] }
export type TransportRow = Text<gen.transport, 'state' | 'no' | 'purchase_no' | 'mine_name' | 'magazine_name' | 'carrier' | 'vehicle' | 'driver' | 'escort' | 'from_place' | 'route' | 'stops' | 'codes' | 'applied_on' | 'due' | 'valid_to' | 'reason' | 'arrived_on' | 'return_by' | 'returned_on'>
export interface TransportRecord extends TransportRow, FlowRecord { id: number; version: number; state: string; journal: JournalEntry[] }
export type MonthRow = Text<gen.month, 'state' | 'mine_name' | 'month' | 'note'>
export interface MonthLine { item: string; opening: number; received: number; issued: number; returned: number; destroyed: number; lost: number; closing: number; counted: number; was_counted: boolean }
export interface MonthRecord extends MonthRow, FlowRecord { id: number; version: number; state: string; lines: MonthLine[] }
export type RegulationRow = Text<gen.regulation, 'state' | 'title' | 'text' | 'comment_until' | 'review_no' | 'review_conclusion' | 'review_on' | 'reading_by' | 'read_on' | 'doc_no' | 'issued_on' | 'valid_from' | 'valid_to'>
export interface RegulationComment { id: number; org_name: string | null; person_name: string | null; at: string; text: string; adopted: string; answer: string }
export interface RegulationRecord extends RegulationRow, FlowRecord { id: number; version: number; state: string; comments: RegulationComment[] }
export interface QuotaUse { mine: number; year: number; quota: number | null; kg_year: number; kg_month: number; safety_stock_kg: number; granted_kg: number; granted_month_kg: number; used_kg: number; stock_kg: number; road_kg: number; out_kg: number
  open_kg: number; left_kg: number; detonators_year: number; detonators_used: number; detonators_held: number; detonators_open: number; detonators_left: number; room_kg: number; room_detonators: number }
export interface Learnt { q: number; sigma: number; blasts: number }
export interface OutputLimit { name: string; text: string; source: string; t: number; link: string | null }
export interface Account { mine: { id: number; name: string; enterprise_name: string | null }; use: QuotaUse; quota: QuotaRow | null; magazines: Magazine[]; staff: Post[]; learnt: { ore: Learnt; rock: Learnt }; alerts: number
  output: { allowed_t: number | null; bound_by: string; limits: OutputLimit[] } }
export interface Market { from: string; to: string; hhi: number; kg: number; applied: number; decided: number; in_time: number; refused: number; overridden: number; complaints: number; mines: number; one_supplier_mines: number
  shares: { supplier: number; name: string | null; kg: number; permits: number; mines: number; share: number; outside: boolean }[]
  prices: { month: string; yuan_t: number; change_percent: number; deals: number }[]
  neighbours: { place: string; month: string; price_yuan: number; source: string }[]
  signs: { code: string; text: string; rule: string; source: string }[]
  refusals: { id: number; no: string; name: string; decided_on: string; reason: string }[] }
export interface Standing { may_work: boolean; why_not: string; stamp: string; told_at: string }
export interface Snapshot { stamp: string; county: number; now: string; magazine: Magazine; mine: { id: number; name: string }; keys: KeeperKey[]; balances: Balance[]; blasts: BlastRow[]; transports: TransportRow[]; stored: string; issued: string; may_work: boolean; why_not: string
  entries: JournalEntry[]; next: number; more: boolean; results?: { hash: string; status: string; why: string }[] }
