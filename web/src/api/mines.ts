/* What the rooms around the mines answer with; see model.ts. */
import type * as gen from './types'
import type { Geometry } from 'geojson'
import type { EvidenceRow, Paper, Step } from './model'

export type MineState = 'working' | 'stopped' | 'ended' | 'unknown'
type Text<G, K extends keyof G> = Omit<G, K> & Record<K, string>

export type Mine = Text<Omit<gen.mine, 'state'>, 'name' | 'kind' | 'code' | 'minerals' | 'enterprise_name' | 'owners' | 'town_name' | 'industry_name'
  | 'started_on' | 'ended_on' | 'accident_since' | 'state_since' | 'worst' | 'note'> & { state: MineState }
export type Reason = Text<gen.mine_reason, 'code' | 'text' | 'since' | 'missing' | 'org_name' | 'by' | 'rule' | 'source' | 'link'>
export interface MineStatus { mine: Mine; day: string; may_work: boolean; since: string; reasons: Reason[] }
export type MineCount = Text<Omit<gen.mine_count, 'state'>, 'worst'> & { state: MineState }
export interface Version { version: number; at: string; person_name: string; data: Record<string, unknown> }

/* What every record with a flow answers with. */
export interface FlowRecord { id: number; version: number; state: string; state_label: string; flow?: string; steps: Step[]; evidence?: EvidenceRow[]; papers?: Paper[] }

export type FeedbackRow = Text<gen.feedback_3, 'state' | 'no' | 'measure' | 'kind' | 'text' | 'wish' | 'org_name' | 'due' | 'answer' | 'rating' | 'rating_text' | 'received_at'>
export interface FeedbackRecord extends FeedbackRow, FlowRecord { id: number; version: number; state: string }
export type Receipt = Text<gen.receipt, 'no' | 'secret' | 'due'>
export interface Followed { no: string; state: string; measure: string; kind: string; text: string; org_name: string | null; due: string | null; received_at: string
  answered_at: string | null; answer: string | null; rating: string | null }
export type DigestRow = Text<gen.feedback_count, 'what' | 'value'>
export type Licence = Text<gen.licence, 'kind' | 'number' | 'holder' | 'issuer' | 'issued_on' | 'valid_from' | 'valid_to' | 'withdrawn_on' | 'minerals' | 'crs' | 'land_text'>
export type Certificate = Text<gen.certificate, 'person' | 'post' | 'kind' | 'number' | 'valid_from' | 'valid_to' | 'left_on'>
export type Place = Text<gen.place, 'kind' | 'name' | 'started_on' | 'ended_on'>
export interface MapFeature {
  type: 'Feature'; geometry: Geometry
  properties: { layer: 'mine' | 'licence' | 'place'; mine: number; name: string; kind: string; state: MineState; worst: string | null }
}
export interface MapData { type: 'FeatureCollection'; features: MapFeature[] }
export interface TownFeature { type: 'Feature'; geometry: Geometry; properties: { org: number; name: string; lon: number; lat: number } }
export interface TownMap { type: 'FeatureCollection'; features: TownFeature[] }
export interface MarkLayer { name: string; label: string; items: { mine: number; count: number; urgent: boolean; text: string }[] }
export interface BaseMap { tiles: string | null; attribution: string; max_zoom: number }

/* A list of mines from a file, row by row. */
export type ImportFate = 'new' | 'update' | 'same' | 'error' | 'skip'
export interface ImportRow { line: number; fate: ImportFate; name: string; mine: number | null; changes: { field: string; before: string | null; after: string | null }[]; error: { field: string | null; message: string } | null; notes: string[]; area_km2: number | null }
export interface ImportResult { format: string; counts: Record<ImportFate, number>; rows: ImportRow[]; written: number | null; next: string | null }
