// Made by `kuangan types` from the server's tables: change those, not this file.

export interface sign_in {
  login: string
  password?: string
}

export interface new_password {
  old_password?: string
  new_password?: string
}

export interface language {
  lang: 'zh' | 'en'
}

export interface session {
  id: number
  kind: string | null
  note: string | null
  created_at: string | null
  seen_at: string | null
  expires_at: string | null
  address: string | null
  agent: string | null
  current: boolean
}

export interface new_token {
  note: string
  days: number
}

export interface first_run {
  county_code: string
  county_name: string
  suite: '' | 'sha256-ed25519' | 'sm3-sm2' | null
  system?: unknown
  security?: unknown
  audit?: unknown
}

export interface task {
  id: number
  version: number
  state: string | null
  notice: number | null
  parent: number | null
  root: number
  no: string | null
  sort: number
  title: string | null
  leads: unknown
  cooperating: unknown
  org: number
  deadline_text: string | null
  deadline_kind: string | null
  due: string | null
  long_term: boolean
  percent: number
  reported_percent: number
  plan_percent: number
  issued_at: string | null
  signed_at: string | null
  reported_at: string | null
  accepted_at: string | null
  closed_at: string | null
  urged: number
  light_rank: number
  light: string | null
  light_reason: string | null
  light_day: string | null
  next_report: string | null
  waits: string | null
  waits_for: string | null
  waits_since: string | null
  sub_total: number
  sub_closed: number
}

export interface flow_entry {
  id: number
  item: number
  action: string | null
  from_state: string | null
  to_state: string | null
  person: number
  org: number
  at: string | null
  person_name: string | null
  org_name: string | null
  input: unknown
}

export interface new_input {
  no: string
  title: string
  text: string
  leads: string[]
  cooperating: string[]
  deadline_kind: 'by_day' | 'by_day_then_long_term' | 'from_month_effect_year' | 'from_month_effect_year_then_long_term' | 'days_after_service' | 'by_month' | 'in_month' | 'by_quarter' | 'within_year' | 'recurring' | 'long_term' | 'immediately' | 'none'
  deadline_text: string | null
  deadline_day: string | null
  deadline_start: string | null
  recurs: '' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | null
  effect_year: number
  deadline_days: number
}

export interface task_2 {
  id: number
  version: number
  state: string | null
  notice: number | null
  parent: number | null
  root: number
  no: string | null
  sort: number
  title: string | null
  text: string | null
  leads: unknown
  cooperating: unknown
  org: number
  deadline_text: string | null
  deadline_kind: string | null
  deadline_day: string | null
  deadline_start: string | null
  effect_year: number | null
  deadline_days: number | null
  deadline_working: boolean
  recurs: string | null
  due: string | null
  long_term: boolean
  percent: number
  planned: boolean
  issued_at: string | null
  signed_at: string | null
  reported_at: string | null
  asked_at: string | null
  handed_at: string | null
  accepted_at: string | null
  closed_at: string | null
  extensions: number
  extended: boolean
  urged: number
  reopened: number
  light_rank: number
  light: string | null
  light_reason: string | null
  light_day: string | null
  plan_percent: number
  next_report: string | null
  progress: number
  waits: string | null
  waits_for: string | null
  waits_since: string | null
  reminded_to: string | null
  sub_total: number
  sub_closed: number
  counted?: string | null
}

export interface magazine {
  id: number
  version: number
  mine: number
  mine_name: string | null
  name: string
  explosive_g: number
  detonators: number
  cord_m: number
  evaluation: string | null
  evaluated_on: string | null
  valid_to: string | null
  closed_on: string | null
}

export interface magazine_2 {
  readonly id: number
  version: number
  mine: number
  readonly mine_name: string | null
  name: string
  explosive_g: number
  detonators: number
  cord_m: number
  evaluation: string | null
  evaluated_on: string | null
  valid_to: string | null
  closed_on: string | null
}

export interface standing {
  may_work: boolean
  why_not: string | null
  stamp: string | null
  told_at: string | null
  heard_at: string | null
}

export interface sync_input {
  entries: keep_input[]
  strict: boolean
  cursor: number
}

export interface keep_input {
  text: string
  signatures: keep_signature[]
}

export interface keep_signature {
  key: string
  signature: string
}

export interface keeper_key {
  person: string
  post: 'keeper' | 'blaster' | 'safety' | 'engineer'
  public: string
  device: string | null
}

export interface keeper_key_2 {
  magazine: number
  id: string | null
  person: string | null
  post: string | null
  certificate: string | null
  public: string | null
  device: string | null
  made_at: string | null
  revoked_at: string | null
}

export interface journal_entry {
  id: number
  hash: string | null
  magazine: number
  mine_name: string | null
  magazine_name: string | null
  device: string | null
  seq: number
  at: string | null
  kind: string | null
  permit: number | null
  blast: number | null
  person: string | null
  signers: string | null
  body: string | null
  signatures: unknown
  counts: boolean
  received_at: string | null
}

export interface piece {
  code: string | null
  made_on: string | null
  state: string | null
  holder: string | null
  mine: number | null
  mine_name: string | null
  magazine: number | null
  magazine_name: string | null
  blast: number | null
  last_at: string | null
  steps: number
  faults: number
}

export interface explosive_alert {
  id: number
  version: number
  state: string | null
  kind: string | null
  subject: string | null
  mine: number
  mine_name: string | null
  magazine: number | null
  magazine_name: string | null
  item: string | null
  expected: number
  found: number
  detail: string | null
  holds: boolean
  since: string | null
  ended_at: string | null
  finding: string | null
  text: string | null
}

export interface blast {
  id: number
  version: number
  state: string | null
  mine: number
  mine_name: string | null
  no: string | null
  day: string
  shift: 'day' | 'night'
  place: string
  material: 'ore' | 'rock'
  blaster: string
  engineer: string
  holes: number
  hole_mm: number
  depth_m: number
  stemming_m: number
  bench_m: number
  spacing_m: number
  burden_m: number
  volume_m3: number
  plan_kg: number
  hole_kg: number
  explosive: 'emulsion' | 'anfo' | null
  plan_detonators: number
  delay_kg: number
  distance_m: number
  protects: 'house' | 'cave' | 'industry' | 'heritage' | 'control_room' | 'water_tunnel' | 'road_tunnel' | 'drift' | 'slope' | null
  hardness: 'hard' | 'medium' | 'soft'
  circle_m: number
  circle_ground: string | null
  plan_g: number
  allowed_kg: number
  fired_at: string | null
  broken_m3: number
  misfires: number
  vibration_cm_s: number
  used_g: number
  used_kg: number
  used_detonators: number
  q: number
  note: string | null
}

export interface blast_2 {
  mine: number
  day: string
  shift: 'day' | 'night'
  place: string
  material: 'ore' | 'rock'
  blaster: string
  engineer: string
  holes: number
  hole_mm: number
  depth_m: number
  stemming_m: number
  bench_m: number
  spacing_m: number
  burden_m: number
  volume_m3: number
  plan_kg: number
  hole_kg: number
  explosive: 'emulsion' | 'anfo' | null
  plan_detonators: number
  delay_kg: number
  distance_m: number
  protects: 'house' | 'cave' | 'industry' | 'heritage' | 'control_room' | 'water_tunnel' | 'road_tunnel' | 'drift' | 'slope' | null
  hardness: 'hard' | 'medium' | 'soft'
  circle_m: number
  circle_ground: string | null
}

export interface charge_input {
  holes: number
  hole_mm: number
  depth_m: number
  stemming_m: number
  bench_m: number
  spacing_m: number
  burden_m: number
  volume_m3: number
  plan_kg: number
  hole_kg: number
  plan_detonators: number
  delay_kg: number
  distance_m: number
  q: number
  explosive: 'emulsion' | 'anfo' | null
  hardness: 'hard' | 'medium' | 'soft' | null
  protects: 'house' | 'cave' | 'industry' | 'heritage' | 'control_room' | 'water_tunnel' | 'road_tunnel' | 'drift' | 'slope' | null
}

export interface quota_input {
  planned_t: number
  ore_density: number
  ore_q: number
  strip_ratio: number
  rock_density: number
  rock_q: number
  k: number
  ore_share: number
  rock_share: number
  month_share: number
  stock_kg: number
  safety_stock_kg: number
  spacing_m: number
  burden_m: number
  bench_m: number
  per_hole: number
  spare: number
}

export interface quota {
  id: number
  version: number
  state: string | null
  mine: number
  mine_name: string | null
  year: number
  planned_t: number
  planned_source: string | null
  ore_density: number
  ore_density_source: string | null
  ore_q: number
  ore_q_source: string | null
  strip_ratio: number
  strip_ratio_source: string | null
  rock_density: number
  rock_density_source: string | null
  rock_q: number
  rock_q_source: string | null
  k: number
  k_source: string | null
  safety_stock_kg: number
  kg_year: number
  kg_per_t: number
  detonators: number
  sum: unknown
  signed_by: number | null
  signed_name: string | null
  signed_at: string | null
  approved_by: number | null
  approved_name: string | null
  approved_at: string | null
}

export interface quota_2 {
  mine: number
  year: number
  planned_t: number
  planned_source: string | null
  ore_density: number
  ore_density_source: string | null
  ore_q: number
  ore_q_source: string | null
  strip_ratio: number
  strip_ratio_source: string | null
  rock_density: number
  rock_density_source: string | null
  rock_q: number
  rock_q_source: string | null
  k: number
  k_source: string | null
  safety_stock_kg: number
}

export interface purchase {
  id: number
  version: number
  state: string | null
  no: string | null
  mine: number
  mine_name: string | null
  magazine: number
  magazine_name: string | null
  supplier_name: string | null
  supplier: number
  purpose: 'production' | 'stripping' | 'road' | 'development' | 'other'
  use_text: string
  bank_account: string
  emulsion_kg: number
  anfo_kg: number
  detonators: number
  cord_m: number
  applied_on: string | null
  due: string | null
  decided_on: string | null
  valid_to: string | null
  reason: string | null
  overridden: boolean
  override_reason: string | null
  override_by: number | null
  override_name: string | null
  override_at: string | null
  override_failed: string | null
  price_fen: number
  deal_on: string | null
  filed_on: string | null
  sent_emulsion_kg: number
  sent_anfo_kg: number
  sent_detonators: number
  sent_cord_m: number
}

export interface purchase_2 {
  magazine: number
  supplier: number
  purpose: 'production' | 'stripping' | 'road' | 'development' | 'other'
  use_text: string
  bank_account: string
  emulsion_kg: number
  anfo_kg: number
  detonators: number
  cord_m: number
}

export interface transport {
  id: number
  version: number
  state: string | null
  no: string | null
  purchase: number
  purchase_no: string | null
  mine: number
  mine_name: string | null
  magazine: number
  magazine_name: string | null
  carrier: string
  vehicle: string
  driver: string
  escort: string
  from_place: string
  route: string
  stops: string | null
  emulsion_kg: number
  anfo_kg: number
  detonators: number
  cord_m: number
  codes: string | null
  applied_on: string | null
  due: string | null
  decided_on: string | null
  valid_to: string | null
  reason: string | null
  departed_at: string | null
  arrived_on: string | null
  return_by: string | null
  returned_on: string | null
}

export interface transport_2 {
  purchase: number
  carrier: string
  vehicle: string
  driver: string
  escort: string
  from_place: string
  route: string
  stops: string | null
  emulsion_kg: number
  anfo_kg: number
  detonators: number
  cord_m: number
  codes: string | null
}

export interface month {
  id: number
  version: number
  state: string | null
  mine: number
  mine_name: string | null
  month: string | null
  sum: unknown
  note: string | null
  submitted_at: string | null
  closed_at: string | null
}

export interface month_2 {
  mine: number
  month: string
}

export interface supplier {
  id: number
  version: number
  name: string
  licence: string | null
  valid_to: string | null
  outside: boolean
  ended_on: string | null
}

export interface supplier_2 {
  readonly id: number
  version: number
  name: string
  licence: string | null
  valid_to: string | null
  outside: boolean
  ended_on: string | null
}

export interface price_note {
  place: string
  month: string
  price_yuan: number
  source: string
}

export interface regulation {
  id: number
  version: number
  state: string | null
  title: string
  text: string
  edition: number
  comment_until: string | null
  review_no: string | null
  review_conclusion: string | null
  review_on: string | null
  reading_by: string | null
  read_on: string | null
  doc_no: string | null
  issued_on: string | null
  valid_from: string | null
  valid_to: string | null
}

export interface regulation_2 {
  title: string
  text: string
}

export interface feedback {
  firm: string | null
  contact: string | null
  phone: string | null
  measure: string | null
  kind: 'stop_loss' | 'slow_approval' | 'explosive_supply' | 'repeated_checks' | 'charges' | 'transport' | 'other'
  text: string
  wish: string | null
}

export interface receipt {
  no: string | null
  secret: string | null
  due: string | null
}

export interface follow_input {
  no: string
  secret: string
}

export interface feedback_2 {
  no: string | null
  state: string | null
  measure: string | null
  kind: string | null
  text: string | null
  org_name: string | null
  due: string | null
  received_at: string | null
  answered_at: string | null
  answer: string | null
  rating: string | null
}

export interface rate_input {
  no: string
  secret: string
  rating: 'satisfied' | 'fairly' | 'dissatisfied'
  text: string | null
}

export interface feedback_3 {
  id: number
  version: number
  state: string | null
  no: string | null
  measure: string | null
  kind: string | null
  text: string | null
  wish: string | null
  urgent: boolean
  org: number | null
  org_name: string | null
  due: string | null
  extended: boolean
  received_at: string | null
  accepted_at: string | null
  answered_at: string | null
  closed_at: string | null
  answer: string | null
  rating: string | null
  rating_text: string | null
}

export interface feedback_count {
  what: string | null
  value: string | null
  received: number
  open: number
  late: number
  answered: number
  satisfied: number
  rated: number
}

export interface feedback_4 {
  firm: string | null
  contact: string | null
  phone: string | null
}

export interface accident {
  id: number
  version: number
  state: string | null
  title: string | null
  kind: string | null
  mine: number | null
  mine_name: string | null
  org: number | null
  unit: string | null
  place: string | null
  town: number
  town_name: string | null
  at: string | null
  day: string | null
  summary: string | null
  taken: string | null
  deaths: number
  injured: number
  loss_yuan: number
  grade: string | null
  production: boolean
  responsible: string | null
  reporting: string | null
  reporting_text: string | null
  authority: string | null
  extended: number
  appraised: number
  due: string | null
  begun_on: string | null
  handed_on: string | null
  approved_on: string | null
  reviewed_on: string | null
  closed_on: string | null
  created_at: string | null
  created_by: number | null
}

export interface accident_new {
  title: string
  kind: 'workplace' | 'traffic' | 'fire' | null
  mine: number
  town: number
  unit: string | null
  place: string | null
  at: string | null
  head_at: string | null
  county_at: string | null
  deaths: number
  injured: number
  loss_yuan: number
  other: boolean
  summary: string | null
  taken: string | null
  orgs: string[]
}

export interface accountability {
  id: number
  version: number
  state: string | null
  accident: number
  accident_title: string | null
  accident_day: string | null
  subject: string | null
  org: number
  org_name: string | null
  person_name: string | null
  post: string | null
  duty: string | null
  fault: string | null
  facts: string | null
  basis: string | null
  proposed: string | null
  decision: string | null
  decision_text: string | null
  document: string | null
  decided_on: string | null
  lasts_until: string | null
  executed_on: string | null
  drafted_by: number | null
  drafted_org: number | null
  created_at: string | null
  responsible: boolean
  reporting: string | null
}

export interface accountability_input {
  accident: number
  subject: 'town' | 'department' | 'person'
  org: number
  person_name: string | null
  post: string | null
  duty: 'territory' | 'industry' | 'overall' | 'leader' | 'unit'
  fault: 'not_inspected' | 'not_urged' | 'wrong_approval' | 'late_report' | 'concealed' | 'other'
  facts: string
  basis: string | null
  proposed: 'talk' | 'criticism' | 'self_criticism' | 'admonition' | 'transfer' | 'sanction'
}

export interface responsibility_fact {
  source: string | null
  kind: string | null
  text: string | null
  day: string | null
  org: number | null
  org_name: string | null
  person_name: string | null
  link: string | null
}

export interface appraisal {
  id: number
  version: number
  state: string | null
  year: number
  as_of: string | null
  objections_by: string | null
  pending_reason: string | null
  frozen_on: string | null
  document: string | null
  receiver: number | null
  receiver_name: string | null
  handed_on: string | null
  created_at: string | null
}

export interface new_list {
  year: number
}

export interface objection_input {
  accident: number
  reason: string
}

export interface appraisal_objection {
  id: number
  version: number
  state: string | null
  appraisal: number
  year: number
  org: number
  org_name: string | null
  accident: number
  accident_title: string | null
  reason: string | null
  due: string | null
  answer: string | null
  decided_on: string | null
  created_at: string | null
  created_by: number | null
}

export interface unit_measure {
  id: number
  version: number
  state: string | null
  org: number
  org_name: string | null
  org_kind: string | null
  title: string | null
  text: string | null
  by_day: string | null
  filed_on: string | null
  percent: number
  progress: string | null
  reported_on: string | null
  verdict: string | null
  judged_on: string | null
  done_on: string | null
  created_at: string | null
  created_by: number | null
}

export interface unit_measure_input {
  title: string
  text: string
  by_day: string
}

export interface unit_measures {
  org: number
  name: string | null
  kind: string | null
  filed: number
  adequate: number
  returned: number
  done: number
  late: number
  total: number
  first_on: string | null
  nothing: boolean
  filed_late: boolean
}

export interface licence {
  id: number
  mine: number
  version: number
  kind: 'mining' | 'safety' | 'business' | 'blasting' | 'environment' | 'other'
  number: string
  holder: string | null
  issuer: string | null
  issued_on: string | null
  valid_from: string | null
  valid_to: string | null
  withdrawn_on: string | null
  minerals: string | null
  scale_t: number
  stated_km2: number
  area_m2: number
  crs: string | null
  land_text: string | null
  land: unknown
  top_m: number
  bottom_m: number
}

export interface licence_2 {
  readonly id: number
  readonly mine: number
  version: number
  kind: 'mining' | 'safety' | 'business' | 'blasting' | 'environment' | 'other'
  number: string
  holder: string | null
  issuer: string | null
  issued_on: string | null
  valid_from: string | null
  valid_to: string | null
  withdrawn_on: string | null
  minerals: string | null
  scale_t: number
  stated_km2: number
  readonly area_m2: number
  readonly crs: string | null
  land_text: string | null
  readonly land: unknown
  readonly top_m: number
  readonly bottom_m: number
}

export interface certificate {
  id: number
  mine: number
  version: number
  person: string
  post: string
  kind: string
  number: string | null
  valid_from: string | null
  valid_to: string | null
  left_on: string | null
}

export interface certificate_2 {
  readonly id: number
  readonly mine: number
  version: number
  person: string
  post: string
  kind: string
  number: string | null
  valid_from: string | null
  valid_to: string | null
  left_on: string | null
}

export interface place {
  id: number
  mine: number
  place: number
  kind: 'face' | 'bench' | 'dump' | 'slope' | 'magazine' | 'camera_post'
  name: string
  shape: unknown
  level_m: number
  started_on: string
  ended_on: string | null
  known_at: string | null
}

export interface place_2 {
  readonly id: number
  readonly mine: number
  place: number
  kind: 'face' | 'bench' | 'dump' | 'slope' | 'magazine' | 'camera_post'
  name: string
  shape: unknown
  level_m: number
  started_on: string
  ended_on: string | null
  readonly known_at: string | null
}

export interface output_year {
  id: number
  mine: number
  version: number
  year: number
  kind: 'plan' | 'quota'
  mineral: string | null
  t: number
  document: string
  decided_by: string
  decided_on: string
  note: string | null
}

export interface output_year_2 {
  readonly id: number
  readonly mine: number
  version: number
  year: number
  kind: 'plan' | 'quota'
  mineral: string | null
  t: number
  document: string
  decided_by: string
  decided_on: string
  note: string | null
}

export interface reserve {
  id: number
  mine: number
  version: number
  year: number
  mineral: string | null
  proven_t: number
  start_t: number
  mined_t: number
  lost_t: number
  explored_t: number
  recalculated_t: number
  end_t: number
  recoverable_t: number
  planned_t: number
  quality: string | null
  exempt: '' | 'stopped' | 'unused' | null
  handed_on: string
  document: string | null
  note: string | null
}

export interface reserve_2 {
  readonly id: number
  readonly mine: number
  version: number
  year: number
  mineral: string | null
  proven_t: number
  start_t: number
  mined_t: number
  lost_t: number
  explored_t: number
  recalculated_t: number
  end_t: number
  recoverable_t: number
  planned_t: number
  quality: string | null
  exempt: '' | 'stopped' | 'unused' | null
  handed_on: string
  document: string | null
  note: string | null
}

export interface right {
  id: number
  mine: number | null
  version: number
  kind: 'mining' | 'exploration' | null
  number: string | null
  holder: string | null
  issuer: string | null
  issued_on: string | null
  valid_from: string | null
  valid_to: string | null
  withdrawn_on: string | null
  minerals: string | null
  scale_t: number
  stated_km2: number
  area_m2: number
  top_m: number
  bottom_m: number
  detail: number
  credit_code: string | null
  address: string | null
  main_mineral: string | null
  method: '' | 'open_pit' | 'underground' | 'both' | null
  economy: string | null
  project: '' | 'new' | 'renewal' | 'change' | null
  obtained: '' | 'application' | 'tender' | 'auction' | 'listing' | 'agreement' | null
  level: '' | 'county' | 'city' | 'province' | 'ministry' | null
  size: '' | 'large' | 'medium' | 'small' | null
  first_on: string | null
  listed: boolean
  deep: string | null
  chain: string | null
  extensions: number
  right_note: string | null
  mine_name: string | null
  enterprise: number | null
  town: number | null
  enterprise_name: string | null
  town_name: string | null
  application: number | null
  application_state: string | null
  applied_on: string | null
  standing: string | null
  days_left: number
}

export interface right_2 {
  version: number
  kind: 'mining' | 'exploration'
  number: string
  holder: string
  credit_code: string | null
  address: string | null
  minerals: string | null
  main_mineral: string
  method: '' | 'open_pit' | 'underground' | 'both' | null
  scale_t: number
  size: '' | 'large' | 'medium' | 'small' | null
  economy: string | null
  stated_km2: number
  land_text: string | null
  valid_from: string
  valid_to: string
  issuer: string
  issued_on: string
  withdrawn_on: string | null
  level: '' | 'county' | 'city' | 'province' | 'ministry' | null
  project: '' | 'new' | 'renewal' | 'change' | null
  obtained: '' | 'application' | 'tender' | 'auction' | 'listing' | 'agreement' | null
  first_on: string | null
  listed: boolean
  deep: string | null
  chain: string | null
  extensions: number
  right_note: string | null
}

export interface right_3 {
  id: number
  mine: number | null
  version: number
  kind: 'mining' | 'exploration' | null
  number: string | null
  holder: string | null
  issuer: string | null
  issued_on: string | null
  valid_from: string | null
  valid_to: string | null
  withdrawn_on: string | null
  minerals: string | null
  scale_t: number
  stated_km2: number
  area_m2: number
  top_m: number
  bottom_m: number
  detail: number
  credit_code: string | null
  address: string | null
  main_mineral: string | null
  method: '' | 'open_pit' | 'underground' | 'both' | null
  economy: string | null
  project: '' | 'new' | 'renewal' | 'change' | null
  obtained: '' | 'application' | 'tender' | 'auction' | 'listing' | 'agreement' | null
  level: '' | 'county' | 'city' | 'province' | 'ministry' | null
  size: '' | 'large' | 'medium' | 'small' | null
  first_on: string | null
  listed: boolean
  deep: string | null
  chain: string | null
  extensions: number
  right_note: string | null
  mine_name: string | null
  enterprise: number | null
  town: number | null
  enterprise_name: string | null
  town_name: string | null
  application: number | null
  application_state: string | null
  applied_on: string | null
  standing: string | null
  days_left: number
  crs: string | null
  land_text: string | null
  land: unknown
}

export interface application {
  id: number
  version: number
  state: string | null
  no: string | null
  kind: 'new' | 'renewal' | 'change' | null
  right_kind: 'mining' | 'exploration' | null
  licence: number | null
  mine: number | null
  enterprise: number | null
  town: number | null
  mine_name: string | null
  enterprise_name: string | null
  town_name: string | null
  licence_number: string | null
  licence_to: string | null
  name: string | null
  applicant: string | null
  credit_code: string | null
  mineral: string | null
  minerals: string | null
  method: '' | 'open_pit' | 'underground' | 'both' | null
  size: '' | 'large' | 'medium' | 'small' | null
  scale_t: number
  years: number
  listed: boolean
  deep: string | null
  chain: string | null
  lane: string | null
  level: string | null
  reason: string | null
  area_m2: number
  top_m: number
  bottom_m: number
  applied_on: string | null
  accepted_on: string | null
  corrections: number
  reviewed_on: string | null
  joint_on: string | null
  safety_on: string | null
  meeting: number | null
  approved_on: string | null
  sent_on: string | null
  sent_no: string | null
  number: string | null
  ended_on: string | null
  answer: string | null
  due: string | null
  due_key: string | null
}

export interface application_2 {
  kind: 'new' | 'renewal' | 'change'
  right_kind: 'mining' | 'exploration'
  licence: number
  mine: number
  enterprise: number
  town: number
  name: string | null
  applicant: string | null
  credit_code: string | null
  mineral: string | null
  minerals: string | null
  method: '' | 'open_pit' | 'underground' | 'both' | null
  size: '' | 'large' | 'medium' | 'small' | null
  scale_t: number
  years: number
  listed: boolean
  deep: string | null
  chain: string | null
  reason: string | null
  land_text: string | null
}

export interface application_3 {
  id: number
  version: number
  state: string | null
  no: string | null
  kind: 'new' | 'renewal' | 'change' | null
  right_kind: 'mining' | 'exploration' | null
  licence: number | null
  mine: number | null
  enterprise: number | null
  town: number | null
  mine_name: string | null
  enterprise_name: string | null
  town_name: string | null
  licence_number: string | null
  licence_to: string | null
  name: string | null
  applicant: string | null
  credit_code: string | null
  mineral: string | null
  minerals: string | null
  method: '' | 'open_pit' | 'underground' | 'both' | null
  size: '' | 'large' | 'medium' | 'small' | null
  scale_t: number
  years: number
  listed: boolean
  deep: string | null
  chain: string | null
  lane: string | null
  level: string | null
  reason: string | null
  area_m2: number
  top_m: number
  bottom_m: number
  applied_on: string | null
  accepted_on: string | null
  corrections: number
  reviewed_on: string | null
  joint_on: string | null
  safety_on: string | null
  meeting: number | null
  approved_on: string | null
  sent_on: string | null
  sent_no: string | null
  number: string | null
  ended_on: string | null
  answer: string | null
  due: string | null
  due_key: string | null
  land_text: string | null
  crs: string | null
  land: unknown
  lon_min: number
  lat_min: number
  lon_max: number
  lat_max: number
}

export interface outside {
  id: number
  version: number
  state: string | null
  mine: number
  town: number | null
  enterprise: number | null
  mine_name: string | null
  town_name: string | null
  enterprise_name: string | null
  place: number
  place_name: string | null
  kind: string | null
  metres: number
  area_m2: number
  text: string | null
  found_on: string | null
  due: string | null
  due_key: string | null
  investigation: number | null
  confirmed_on: string | null
  ended_on: string | null
  answer: string | null
}

export interface zone {
  id: number
  kind: string | null
  name: string | null
  source: string | null
  shape: unknown
  valid_from: string | null
  ended_on: string | null
}

export interface taken {
  count: number
}

export interface opportunity {
  id: number
  version: number
  state: string | null
  no: string | null
  title: string | null
  mine: number
  town: number | null
  enterprise: number | null
  mine_name: string | null
  town_name: string | null
  enterprise_name: string | null
  mineral: string | null
  form: 'contract' | 'shares' | 'transfer' | 'joint' | null
  scale_t: number
  terms: string | null
  open_until: string | null
  chosen: number | null
  chosen_name: string | null
  contract_no: string | null
  contract_from: string | null
  contract_to: string | null
  contract_t: number
  safety_no: string | null
  safety_on: string | null
  handed_on: string | null
  ended_on: string | null
  answer: string | null
  due: string | null
  due_key: string | null
}

export interface opportunity_2 {
  mine: number
  title: string
  mineral: string | null
  form: 'contract' | 'shares' | 'transfer' | 'joint'
  scale_t: number
  terms: string | null
  open_until: string
}

export interface mine {
  id: number
  version: number
  name: string | null
  code: string | null
  kind: string | null
  minerals: string | null
  enterprise: number | null
  enterprise_name: string | null
  owners: string | null
  town: number | null
  town_name: string | null
  industry: number | null
  industry_name: string | null
  lon: number
  lat: number
  scale_t: number
  workers: number
  started_on: string | null
  ended_on: string | null
  accident_since: string | null
  state: string | null
  state_day: string | null
  state_since: string | null
  reasons: number
  worst: string | null
  note: string | null
}

export interface mine_2 {
  version: number
  name: string
  code: string | null
  kind: 'open_pit' | 'underground' | 'tailings' | 'processing'
  minerals: string | null
  enterprise: number
  owners: string | null
  town: number
  industry: number
  lon: number
  lat: number
  scale_t: number
  workers: number
  started_on: string | null
  ended_on: string | null
  note: string | null
}

export interface mine_count {
  state: string | null
  worst: string | null
  mines: number
}

export interface owner {
  name: string | null
  percent: number
}

export interface register_version {
  version: number
  at: string | null
  person: number | null
  person_name: string | null
  data: unknown
}

export interface resumption {
  id: number
  version: number
  state: string | null
  no: string | null
  mine: number
  mine_name: string | null
  enterprise: number | null
  enterprise_name: string | null
  town: number | null
  town_name: string | null
  industry: number | null
  industry_name: string | null
  accident_since: string | null
  open: boolean
  created_on: string | null
  stopped_on: string | null
  attempt: number
  plan_day: string | null
  head: string | null
  head_signed_on: string | null
  self_check: string | null
  applied_on: string | null
  reviewed_on: string | null
  reviewed_by_name: string | null
  review: string | null
  accepted_at: string | null
  accepted_on: string | null
  accepted_by_name: string | null
  a_fails: number
  b_fails: number
  c_fails: number
  conclusion: string | null
  failed_on: string | null
  cool_until: string | null
  reported_on: string | null
  report: string | null
  approved_at: string | null
  approved_by: number | null
  approved_by_name: string | null
  approved_on: string | null
  approval: string | null
  notice_no: string | null
  noticed_at: string | null
  notice_until: string | null
  resumed_at: string | null
  resumed_on: string | null
  follow_ups: number
  due: string | null
  waits_for: number | null
  waits_for_name: string | null
}

export interface resumption_near {
  resumption: number
  mine: number
  mine_name: string | null
  state: string | null
  code: string | null
  thing: string | null
  org: number | null
  org_name: string | null
  by: string | null
  plan_day: string | null
}

export interface begin_input {
  mine: number
}

export interface resume_candidate {
  id: number
  name: string | null
  title: string | null
  org_name: string | null
}

export interface balance_alert {
  id: number
  version: number
  state: string | null
  no: string | null
  mine: number
  mine_name: string | null
  org: number | null
  org_name: string | null
  month: string | null
  story: string | null
  since: string | null
  p: number
  share: number
  share_sigma: number
  t: number
  t_sigma: number
  arithmetic: unknown
  opened_on: string | null
  due: string | null
  closed_on: string | null
  conclusion: string | null
  investigation: number | null
}

export interface balance_result {
  id: number
  mine_name: string | null
  town_name: string | null
  enterprise_name: string | null
  month: string | null
  word: string | null
  story: string | null
  since: string | null
  p: number
  share: number
  share_sigma: number
  t: number
  t_sigma: number
  ore_t: number
  ledgers: number
  alert: number | null
}

export interface balance_setting {
  mine: number
  version: number
  material: string
  density: number
  density_sigma: number
  density_source: string | null
  waste_density: number
  swell: number
  moisture: number
  loss: number
  strip: number
  powder_factor: number
  note: string | null
}

export interface balance_setting_2 {
  readonly mine: number
  version: number
  material: string
  density: number
  density_sigma: number
  density_source: string | null
  waste_density: number
  swell: number
  moisture: number
  loss: number
  strip: number
  powder_factor: number
  note: string | null
}

export interface balance_survey {
  id: number
  mine: number
  version: number
  material: 'ore' | 'waste' | 'all' | 'dump'
  from_day: string
  to_day: string
  volume_m3: number
  sigma_m3: number
  density: number
  density_sigma: number
  density_source: string | null
  method: string | null
  surveyor: string | null
  file: string | null
  note: string | null
  withdrawn: string | null
}

export interface balance_survey_2 {
  readonly id: number
  readonly mine: number
  version: number
  material: 'ore' | 'waste' | 'all' | 'dump'
  from_day: string
  to_day: string
  volume_m3: number
  sigma_m3: number
  density: number
  density_sigma: number
  density_source: string | null
  method: string | null
  surveyor: string | null
  file: string | null
  note: string | null
  withdrawn: string | null
}

export interface balance_stock {
  id: number
  mine: number
  version: number
  pile: string
  day: string
  volume_m3: number
  sigma_m3: number
  loose_density: number
  file: string | null
  note: string | null
  withdrawn: string | null
}

export interface balance_stock_2 {
  readonly id: number
  readonly mine: number
  version: number
  pile: string
  day: string
  volume_m3: number
  sigma_m3: number
  loose_density: number
  file: string | null
  note: string | null
  withdrawn: string | null
}

export interface balance_report {
  id: number
  mine: number
  version: number
  month: string
  output_t: number
  waste_t: number
  weighed_t: number
  explosive_kg: number
  moisture: number
  file: string | null
  note: string | null
}

export interface balance_report_2 {
  readonly id: number
  readonly mine: number
  version: number
  month: string
  output_t: number
  waste_t: number
  weighed_t: number
  explosive_kg: number
  moisture: number
  file: string | null
  note: string | null
}

export interface stop_order {
  id: number
  version: number
  state: string | null
  kind: string | null
  no: string | null
  org: number
  org_name: string | null
  person: number
  person_name: string | null
  reason: string | null
  basis: string | null
  scope: string | null
  issued_on: string | null
  from_day: string | null
  ended_on: string | null
  mines: number
  served: number
  lifted: number
}

export interface stop_order_new {
  kind: 'county' | 'accident' | 'department'
  no: string | null
  reason: string
  basis: string
  scope: string | null
  from_day: string
  mines: string[]
  all: boolean
}

export interface stop_order_mine {
  mine: number
  mine_name: string | null
  enterprise: number | null
  enterprise_name: string | null
  town_name: string | null
  served_at: string | null
  served_by_name: string | null
  served_how: string | null
  lifted_on: string | null
  lifted_by_name: string | null
  lift_reason: string | null
}

export interface hazard {
  id: number
  version: number
  state: string | null
  mine: number
  mine_name: string | null
  town: number | null
  town_name: string | null
  enterprise: number | null
  enterprise_name: string | null
  industry: number | null
  industry_name: string | null
  inspection: number | null
  item: string | null
  kind: string | null
  level: string | null
  major_from: string | null
  criterion: string | null
  place: string | null
  text: string | null
  basis: string | null
  found_on: string | null
  own: boolean
  found_by: number
  found_by_name: string | null
  found_org: number
  found_org_name: string | null
  no: string | null
  order_org: number | null
  order_org_name: string | null
  ordered_on: string | null
  requirement: string | null
  why_longer: string | null
  served_on: string | null
  served_how: string | null
  due: string | null
  due_key: string | null
  printed: boolean
  fix_person: string | null
  fix_phone: string | null
  fix_measures: string | null
  fix_funds: number
  fix_source: string | null
  fix_by: string | null
  fix_emergency: string | null
  planned_on: string | null
  listed_on: string | null
  list_no: string | null
  list_level: string | null
  list_org: number | null
  delisted_on: string | null
  reported_on: string | null
  rectified_on: string | null
  rectified_by: number | null
  rectified_org: number | null
  repeats: number
  extensions: number
  penalties: number
  ended_on: string | null
  days_left: number
  overdue: boolean
}

export interface hazard_new {
  mine: number
  readonly inspection: number
  readonly item: string | null
  kind: 'papers' | 'people' | 'system' | 'procedure' | 'training' | 'site' | 'blasting' | 'haulage' | 'dump' | 'emergency' | 'video' | 'underground' | 'tailings' | 'weather' | 'other'
  level: 'general' | 'major'
  criterion: string | null
  place: string | null
  text: string
  basis: string | null
  found_on: string | null
  evidence: string[]
}

export interface hazard_stat {
  id: number | null
  name: string | null
  total: number
  open: number
  major_open: number
  overdue: number
  closed: number
  repeats: number
  in_time: number
}

export interface criterion {
  code: string | null
  mine_kind: string | null
  text: string | null
  en: string | null
  source: string | null
  confirmed: string | null
  valid_from: string | null
  valid_to: string | null
}

export interface inspection {
  id: number
  version: number
  state: string | null
  plan: number
  title: string | null
  mine: number
  mine_name: string | null
  mine_kind: string | null
  town: number | null
  town_name: string | null
  enterprise: number | null
  enterprise_name: string | null
  checklist: string | null
  org: number
  org_name: string | null
  team: string | null
  from_day: string | null
  to_day: string | null
  planned_by: number
  planned_org: number
  started_on: string | null
  done_on: string | null
  summary: string | null
  items: number
  answered: number
  failed: number
}

export interface inspection_new {
  title: string
  checklist: string
  team: string | null
  from_day: string
  to_day: string
  mines: string[]
  org: number
}

export interface check_item {
  list: string | null
  code: string | null
  class: string | null
  kinds: string | null
  group_zh: string | null
  group_en: string | null
  zh: string | null
  en: string | null
  source: string | null
  kind: string | null
}

export interface investigation {
  id: number
  version: number
  state: string | null
  no: string | null
  title: string | null
  mine: number
  mine_name: string | null
  town: number | null
  town_name: string | null
  enterprise: number | null
  enterprise_name: string | null
  org: number
  org_name: string | null
  opened_on: string | null
  due: string | null
  due_key: string | null
  conclusion: string | null
  concluded_on: string | null
  refer_at: string | null
  refer_text: string | null
  decided_at: string | null
  referred: boolean
  transferred_at: string | null
  answered_at: string | null
  accepted: boolean
  reported_on: string | null
}

export interface investigation_new {
  mine: number
  no: string | null
  title: string
  due: string | null
  cooperating: string[]
}

export interface weather {
  id: number
  level: string | null
  kind: string | null
  towns: string | null
  area: string | null
  from_at: string | null
  to_at: string | null
  source: string | null
}

export interface weather_2 {
  level: 'blue' | 'yellow' | 'orange' | 'red'
  kind: 'rain' | 'wind' | 'flood' | 'thunder' | 'snow' | 'debris_flow' | 'other'
  towns: string[]
  area: string | null
  from_at: string | null
  to_at: string | null
  source: string
}

export interface weather_alert {
  mine: number
  mine_name: string | null
  mine_kind: string | null
  town_name: string | null
  warning: number
  level: string | null
  kind: string | null
  from_at: string | null
  criterion: string | null
  text: string | null
  basis: string | null
}

export interface haulage_case {
  id: number
  version: number
  state: string | null
  no: string | null
  ticket: number
  scale: number
  mine: number | null
  vehicle: number
  driver: number | null
  carrier: number | null
  offended_on: string | null
  gross_kg: number
  counted_kg: number
  limit_kg: number
  over_kg: number
  verdict: unknown
  fine_yuan: number
  fine_most: number
  fine_least: number
  points: number
  rated: boolean
  regross_kg: number
  unloaded_at: string | null
  document: string | null
  decide_by: string | null
  due: string | null
  decided_on: string | null
  fined_yuan: number
  scored: number
  pay_by: string | null
  paid_yuan: number
  paid_on: string | null
  closed_on: string | null
  copy_by: string | null
  copied_to: string | null
  copied_on: string | null
  created_at: string | null
  plate: string | null
  driver_name: string | null
  qualification: string | null
  carrier_name: string | null
  mine_name: string | null
  scale_name: string | null
  home: string | null
}

export interface haulage_case_new {
  ticket: number
  driver: string | null
  qualification: string | null
  carrier: string | null
  rated_kg: number
}

export interface haulage_measure {
  id: number
  version: number
  state: string | null
  party: string | null
  item: number
  name: string | null
  kind: string | null
  basis: string | null
  rule: string | null
  haulage_case: number | null
  document: string | null
  since: string | null
  ended_on: string | null
  note: string | null
  created_at: string | null
}

export interface haulage_batch_input {
  weighings: haulage_weighing[]
}

export interface haulage_weighing {
  scale: number
  no: string
  at: string | null
  direction: 'out' | 'in' | 'pass'
  plate: string | null
  driver: string | null
  qualification: string | null
  carrier: string | null
  cargo: string | null
  receiver: string | null
  operator: string | null
  axles: number
  kind: '' | 'truck' | 'articulated' | 'centre_axle' | 'full_trailer' | null
  drive_axles: number
  gross_kg: number
  tare_kg: number
  decision: '' | 'open' | 'closed' | null
  reason: string | null
  source: '' | 'gate' | 'http' | 'file' | 'hand' | 'wim' | null
  by_hand: boolean
  offline: boolean
  photos: string[]
}

export interface haulage_taken {
  no: string | null
  id: number | null
  status: string | null
  message: string | null
  result: string | null
  limit_kg: number
  over_kg: number
}

export interface haulage_ticket {
  id: number
  at: string | null
  scale: number
  no: string | null
  mine: number | null
  vehicle: number | null
  driver: number | null
  carrier: number | null
  direction: string | null
  axles: number
  cargo: string | null
  receiver: string | null
  operator: string | null
  gross_kg: number
  tare_kg: number
  net_kg: number
  limit_kg: number
  counted_kg: number
  over_kg: number
  result: string | null
  decision: string | null
  reason: string | null
  flags: number
  source: string | null
  batch: number
  plate: string | null
  mine_name: string | null
  scale_name: string | null
  driver_name: string | null
  carrier_name: string | null
}

export interface haulage_sum {
  day: string | null
  mine: number | null
  scale: number | null
  trips: number
  gross_kg: number
  net_kg: number
  over: number
  over_kg: number
  closed: number
  flagged: number
  mine_name: string | null
  scale_name: string | null
  scale_kind: string | null
}

export interface haulage_load {
  axles: number
  kind: 'truck' | 'articulated' | 'centre_axle' | 'full_trailer'
  drive_axles: number
  single_tyre_axles: number
  trailer_axles: number
  air_suspension: boolean
  axle_spacing_mm: number
  rated_kg: number
  axle_load_sum_kg: number
  vehicle: '' | 'tractor' | 'low_speed' | 'refrigerated' | 'special_work' | null
  height_mm: number
  width_mm: number
  length_mm: number
  gross_kg: number
  accuracy_class: string | null
}

export interface haulage_gate_ask {
  scale: number
  direction: 'out' | 'in'
  plate: string
  driver: string | null
  qualification: string | null
  carrier: string | null
  cargo: string | null
  receiver: string | null
  operator: string | null
  axles: number
  kind: '' | 'truck' | 'articulated' | 'centre_axle' | 'full_trailer' | null
  drive_axles: number
  gross_kg: number
  tare_kg: number
  no: string | null
  at: string | null
  by_hand: boolean
  photos: string[]
}

export interface haulage_gate_answer {
  open: boolean
  ticket: number
  no: string | null
  plate: string | null
  result: string | null
  gross_kg: number
  tare_kg: number
  net_kg: number
  limit_kg: number
  counted_kg: number
  over_kg: number
  unload_kg: number
  offline: boolean
  codes: string[]
  reasons: string[]
}

export interface copy {
  county: number
  county_name: string | null
  next: number
  since: number
  scales: copied_scale[]
  mines: copied_mine[]
  standing: copied_standing[]
  blocks: copied_block[]
  rules: copied_rule[]
  vehicles: copied_vehicle[]
}

export interface copied_scale {
  id: number
  seq: number
  kind: string | null
  mine: number
  name: string | null
  accuracy_class: string | null
  max_kg: number
  certificate: string | null
  certified_on: string | null
  valid_to: string | null
  active: boolean
}

export interface copied_mine {
  id: number
  name: string | null
  kind: string | null
  state: string | null
  state_since: string | null
}

export interface copied_standing {
  at: number
  may_work: boolean
  why: string | null
  quota_kg: number
  taken_kg: number
}

export interface copied_block {
  party: string | null
  item: number
  measure: number
  name: string | null
  reason: string | null
  since: string | null
}

export interface copied_rule {
  name: string | null
  version: number
  title_zh: string | null
  title_en: string | null
  text_zh: string | null
  text_en: string | null
  source: string | null
  article: string | null
  confirmed: string | null
  valid_from: string | null
  valid_to: string | null
  params: string | null
}

export interface copied_vehicle {
  id: number
  version: number
  plate: string | null
  kind: string | null
  axles: number
  drive_axles: number
  single_tyre_axles: number
  trailer_axles: number
  air_suspension: boolean
  axle_spacing_mm: number
  rated_kg: number
  tare_kg: number
  vehicle: string | null
  learnt: boolean
  changed_at: number
}

export interface haulage_alive_input {
  scale: number
  days: string[]
}

export interface haulage_scale {
  id: number
  version: number
  seq: number
  kind: 'weighbridge' | 'station' | 'wim'
  mine: number | null
  org: number | null
  name: string
  maker: string | null
  serial_no: string | null
  accuracy_class: 'III' | '0.2' | '0.5' | '1' | '2' | '5' | '10'
  max_kg: number
  division_kg: number
  certificate: string | null
  certified_on: string | null
  valid_to: string | null
  issuer: string | null
  lon: number
  lat: number
  active: boolean
  mine_name: string | null
  org_name: string | null
}

export interface haulage_scale_2 {
  version: number
  kind: 'weighbridge' | 'station' | 'wim'
  mine: number | null
  org: number | null
  name: string
  maker: string | null
  serial_no: string | null
  accuracy_class: 'III' | '0.2' | '0.5' | '1' | '2' | '5' | '10'
  max_kg: number
  division_kg: number
  certificate: string | null
  certified_on: string | null
  valid_to: string | null
  issuer: string | null
  lon: number
  lat: number
  active: boolean
}

export interface haulage_vehicle {
  id: number
  version: number
  plate: string
  kind: '' | 'truck' | 'articulated' | 'centre_axle' | 'full_trailer' | null
  axles: number
  drive_axles: number
  single_tyre_axles: number
  trailer_axles: number
  air_suspension: boolean
  axle_spacing_mm: number
  rated_kg: number
  tare_kg: number
  vehicle: '' | 'tractor' | 'low_speed' | 'refrigerated' | 'special_work' | null
  transport_no: string | null
  certified_on: string | null
  carrier: number | null
  home: string | null
  learnt: boolean
  carrier_name: string | null
}

export interface haulage_vehicle_2 {
  version: number
  plate: string
  kind: '' | 'truck' | 'articulated' | 'centre_axle' | 'full_trailer' | null
  axles: number
  drive_axles: number
  single_tyre_axles: number
  trailer_axles: number
  air_suspension: boolean
  axle_spacing_mm: number
  rated_kg: number
  tare_kg: number
  vehicle: '' | 'tractor' | 'low_speed' | 'refrigerated' | 'special_work' | null
  transport_no: string | null
  certified_on: string | null
  carrier: number | null
  home: string | null
}

export interface haulage_driver {
  id: number
  version: number
  name: string
  qualification: string
  qualified_on: string | null
  carrier: number | null
  home: string | null
  learnt: boolean
  carrier_name: string | null
}

export interface haulage_driver_2 {
  version: number
  name: string
  qualification: string
  qualified_on: string | null
  carrier: number | null
  home: string | null
}

export interface haulage_carrier {
  id: number
  version: number
  name: string
  licence_no: string | null
  licensed_on: string | null
  fleet: number
  home: string | null
  learnt: boolean
}

export interface haulage_carrier_2 {
  version: number
  name: string
  licence_no: string | null
  licensed_on: string | null
  fleet: number
  home: string | null
}

export interface town_fit {
  line: number
  org: number | null
  name: string | null
  error: string | null
}

export interface todo {
  kind: string | null
  room: string | null
  item: number
  no: string | null
  title: string | null
  action: string | null
  label: string | null
  due: string | null
  light: string | null
  text: string | null
  since: string | null
  link: string | null
}

export interface deed {
  id: number
  flow: string | null
  item: number
  action: string | null
  from_state: string | null
  to_state: string | null
  at: string | null
  flow_label: string | null
  label: string | null
  no: string | null
  title: string | null
  state: string | null
  state_label: string | null
  due: string | null
  link: string | null
  final: boolean
}

export interface copy_input {
  flow: string
  item: number
  orgs: string[]
  note: string | null
}

export interface notice_brought {
  id: number
  duplicate_of: number | null
  job: number | null
}

export interface notice_row {
  id: number
  version: number
  state: string | null
  title: string | null
  number: string | null
  issuer: string | null
  date: string | null
  year: number | null
  year_reason: string | null
  task_count: number
  finding_count: number
  file_hash: string | null
  file_name: string | null
  file_size: number
  file_type: string | null
  text_hash: string | null
  number_key: string | null
  format: string | null
  pages: number
  ocr: boolean
  today: string | null
  amends: number | null
  duplicate_of: number | null
  error: string | null
  job: number | null
  draft_hash: string | null
  created_at: string | null
  created_by: number
  issued_at: string | null
  issued_by: number | null
  created_by_name: string | null
}

export interface draft_put {
  version: number
  document: unknown
  items: draft_item[]
  findings: draft_mark[]
}

export interface draft_item {
  key: string
  no: string
  title: string
  text: string
  lead: draft_unit[]
  cooperate: draft_unit[]
  persons: string[]
  deadline_text: string | null
  deadline: unknown
  milestones: draft_milestone[]
  source: unknown
  warnings: string[]
}

export interface draft_unit {
  words: string
  orgs: unknown
  names: string[]
  group: string | null
  confirmed: boolean
  candidates: org_candidate[]
  note: string | null
}

export interface org_candidate {
  id: number
  name: string | null
  score: number
}

export interface draft_milestone {
  title: string
  text: string | null
  kind: 'milestone' | 'report' | 'limit'
  day: string | null
  days: number | null
  to: string | null
}

export interface draft_mark {
  kind: string
  no: string
  words: string
  ignored: boolean
}

export interface amends_body {
  amends: number | null
}

export interface compare_row {
  no: string | null
  change: string | null
  task: number | null
  fields: task_change[]
  item_key: string | null
}

export interface task_change {
  field: string | null
  before: string | null
  after: string | null
}

export interface org {
  readonly id: number
  readonly path: string | null
  parent: number
  kind: 'county' | 'leadership' | 'department' | 'town' | 'enterprise' | 'third_party'
  code: string | null
  name: string
  short_name: string | null
  aliases: string[]
  supervises: boolean
  industry: boolean
  sort: number
  readonly alias_lines?: string | null
  active: boolean
  readonly people: number
  readonly version: number
}

export interface org_new {
  parent: number
  kind: 'county' | 'leadership' | 'department' | 'town' | 'enterprise' | 'third_party'
  code: string | null
  name: string
  short_name: string | null
  aliases: string[]
  supervises: boolean
  industry: boolean
  sort: number
}

export interface resolve_input {
  words: string[]
}

export interface org_resolved {
  words: string | null
  orgs: org_ref[]
  group: string | null
  candidates: org_candidate[]
  note: string | null
}

export interface org_ref {
  id: number
  name: string | null
}

export interface towns_input {
  csv: string
}

export interface org_edit {
  parent: number
  kind: 'county' | 'leadership' | 'department' | 'town' | 'enterprise' | 'third_party'
  code: string | null
  name: string
  short_name: string | null
  aliases: string[]
  supervises: boolean
  industry: boolean
  sort: number
  active: boolean
  version: number
}

export interface person {
  readonly id: number
  readonly org_name: string | null
  org: number
  name: string
  title: string | null
  phone: string | null
  login: string
  readonly roles: string[]
  active: boolean
  readonly locked_until?: number
  readonly locked: boolean
  readonly must_change: boolean
  readonly lang: string | null
  readonly version: number
}

export interface person_new {
  org: number
  name: string
  title: string | null
  phone: string | null
  login: string
}

export interface person_edit {
  org: number
  name: string
  title: string | null
  phone: string | null
  login: string
  active: boolean
  version: number
}

export interface role_input {
  role: string
  grant: boolean
}

export interface audit {
  id: number
  at: string | null
  person: number | null
  person_name: string | null
  login: string | null
  event: string | null
  address: string | null
  detail: string | null
}

export interface search_hit {
  kind: string | null
  id: number
  title: string | null
  text: string | null
  readonly doc?: number
}

export interface rule_shown {
  id: number
  name: string | null
  title: string | null
  words: string | null
  source: string | null
  article: string | null
  confirmed: string | null
  valid_from: string | null
  valid_to: string | null
  params: unknown
  version: number
  newest: number
  in_force: boolean
  changed_by: number | null
  changed_by_name: string | null
  changed_at: string | null
  reason: string | null
}

export interface rule_change {
  version: number
  valid_from: string
  valid_to: string | null
  params: unknown
  source: string | null
  article: string | null
  reason: string
}

export interface ledger_row {
  id: number
  at: string | null
  person: number | null
  person_name: string | null
  org: number | null
  org_name: string | null
  kind: string | null
  item: number
  action: string | null
  data: unknown
  position: number | null
}

export interface head_row {
  size: number
  root: string | null
  at: string | null
  suite: string | null
  key: string | null
  signature: string | null
  witnesses: number
}

export interface ledger_key {
  id: string
  suite: string
  public: string
  whose: string | null
}

export interface evidence {
  hash: string | null
  size: number
  type: string | null
  name: string | null
  person: number
  org: number
  at: string | null
  width: number
  height: number
  taken_at: string | null
  located: boolean
  lat: number
  lon: number
  thumb?: number
}

export interface evidence_item {
  hash: string | null
  name: string | null
  type: string | null
  size: number
  at: string | null
  person: number
  by_name: string | null
  width: number
  height: number
  taken_at: string | null
  located: boolean
  lat: number
  lon: number
}

export interface job {
  id: number
  kind: string | null
  args: unknown
  state: string | null
  progress: number
  total: number
  note: string | null
  result: unknown
  person: number
  org?: number
  at: string | null
  started: string | null
  finished: string | null
  tries?: number
  owner?: string | null
}

export interface backup {
  name: string | null
  format: number
  schema: number
  program: string
  engine: string
  county: number
  county_name: string
  at: string | null
  rows: number
  files: number
  bytes: number
  ledger_size: number
  ledger_root: string | null
  ledger_key: string | null
  faults: string[]
}

export interface notification {
  id: number
  at: string | null
  kind: string | null
  title: string | null
  text: string | null
  link: string | null
  read: boolean
}

export interface marks {
  ids: unknown
  all: boolean
}

export interface reminder_shown {
  on: string | null
  day: string | null
  clock: string | null
  kind: string | null
  item: number
  text: string | null
  org_name: string | null
  link: string | null
  rule: string | null
  source: string | null
}

export interface calendar_day {
  day: string | null
  works: boolean
  assumed: boolean
}

export interface calendar_input {
  csv: string
  reason: string
}

export interface session_user {
  id: number
  name: string | null
  title: string | null
  login: string | null
  lang: string | null
}

export interface task_party {
  org: number
  name: string | null
  role: string | null
  signed_at: string | null
  signed_by: number | null
  signed_name: string | null
}

export interface flow_confirmation {
  org: number
  at: string | null
  org_name: string | null
  person_name: string | null
}

export interface task_milestone {
  readonly id: number
  title: string
  day: string
  weight: number
  readonly source: string | null
  readonly done_at: string | null
}

export interface task_extension {
  id: number
  version: number
  state: string | null
  task: number
  old_day: string | null
  new_day: string | null
  reason: string | null
  measures: string | null
  asked_by: number
  asked_org: number
  asked_at: string | null
  decided_by: number | null
  decided_at: string | null
  note: string | null
  asked_by_name: string | null
  decided_by_name: string | null
}

export interface balance_row {
  account: string | null
  item: string | null
  kind: string | null
  amount: number
  last_at: string | null
}

export interface staff_post {
  post: string | null
  name: string | null
  least: number
  have: number
}

export interface keep_result {
  hash: string | null
  status: string | null
  why: string | null
}

export interface piece_step {
  at: string | null
  kind: string | null
  magazine: number | null
  magazine_name: string | null
  blast: number | null
  holder: string | null
  device: string | null
  hash: string | null
  signers: string | null
  fault: string | null
}

export interface charge_check {
  code: string | null
  result: string | null
  text: string | null
  arithmetic: string | null
  rule: string | null
  source: string | null
}

export interface quota_use {
  mine: number
  year: number
  quota: number | null
  kg_year: number
  kg_month: number
  safety_stock_kg: number
  granted_kg: number
  granted_month_kg: number
  used_kg: number
  stock_kg: number
  road_kg: number
  out_kg: number
  open_kg: number
  left_kg: number
  detonators_year: number
  detonators_used: number
  detonators_held: number
  detonators_open: number
  detonators_left: number
  room_kg: number
  room_detonators: number
}

export interface quota_step {
  name: string | null
  text: string | null
  arithmetic: string | null
  value: number
  unit: string | null
  rule: string | null
  source: string | null
}

export interface permit_check {
  code: string | null
  good: boolean
  text: string | null
  rule: string | null
  source: string | null
}

export interface month_line {
  item: string | null
  opening: number
  received: number
  issued: number
  returned: number
  destroyed: number
  lost: number
  closing: number
  counted: number
  was_counted: boolean
}

export interface regulation_comment {
  id: number
  org: number
  org_name: string | null
  person_name: string | null
  at: string | null
  text: string | null
  adopted: string | null
  answer: string | null
}

export interface report_clock {
  level: string | null
  label: string | null
  from: string | null
  due: string | null
  at: string | null
  state: string | null
  late_minutes: number
  rule: string | null
  source: string | null
  article: string | null
}

export interface accident_casualties {
  id: number
  day: string | null
  deaths: number
  injured: number
  loss_yuan: number
  counts: boolean
  grade: string | null
  reason: string | null
  person: number | null
  person_name: string | null
  recorded_at: string | null
}

export interface accident_finding {
  id: number
  day: string | null
  production: boolean
  responsible: string | null
  document: string | null
  note: string | null
  person: number | null
  person_name: string | null
  recorded_at: string | null
  departments: flow_signer[]
}

export interface flow_signer {
  org: number
  name: string | null
}

export interface appraised_accident {
  id: number
  title: string | null
  day: string | null
  grade: string | null
  town: number
  mine: number | null
  mine_name: string | null
  finding: number
  responsible: string | null
  document: string | null
}

export interface output_limit {
  name: string | null
  text: string | null
  source: string | null
  t: number
  id: number | null
  link: string | null
}

export interface reserve_flag {
  code: string | null
  text: string | null
  rule: string | null
  source: string | null
}

export interface right_finding {
  code: string | null
  light: string | null
  text: string | null
  rule: string | null
  source: string | null
}

export interface lane_condition {
  name: string | null
  text: string | null
  met: boolean
}

export interface material {
  code: string | null
  label: string | null
  source: string | null
  hash: string | null
  note: string | null
  at: string | null
  given: boolean
}

export interface opinion {
  org: number
  org_name: string | null
  person_name: string | null
  verdict: string | null
  text: string | null
  at: string | null
}

export interface tenure_meeting {
  id: number
  day: string | null
  no: string | null
  decision: string | null
  text: string | null
  person: number
  at: string | null
  person_name: string | null
}

export interface conflict {
  what: string | null
  id: number
  name: string | null
  number: string | null
  source: string | null
  overlap_m2: number
  distance_m: number
  limit_m: number
  effect: string | null
  text: string | null
  rule: string | null
  rule_source: string | null
  shape: unknown
}

export interface candidate {
  id: number
  name: string
  kind: 'central' | 'state' | 'private' | 'other'
  credit_code: string | null
  contact: string | null
  phone: string | null
  refused: string | null
}

export interface performance {
  month: string | null
  hazards: number
  major: number
  overdue: number
  accidents: number
  deaths: number
}

export interface mine_town_count {
  town: number | null
  town_name: string | null
  mines: number
  working: number
  stopped: number
  ended: number
}

export interface mine_reason {
  code: string | null
  blocks: boolean
  text: string | null
  since: string | null
  missing: string | null
  org: number | null
  org_name: string | null
  by: string | null
  rule: string | null
  source: string | null
  link: string | null
}

export interface resume_document {
  code: string | null
  when: string | null
  label: string | null
  source: string | null
  needed: boolean
  given: boolean
  files: string[]
  note: string | null
  person_name: string | null
  at: string | null
}

export interface resume_member {
  person: number
  org: number
  name: string | null
  title: string | null
  org_name: string | null
  role: string | null
  signed_at: string | null
  opinion: string | null
}

export interface resume_item {
  code: string | null
  class: string | null
  group: string | null
  text: string | null
  result: string | null
  note: string | null
  person_name: string | null
  at: string | null
}

export interface resume_follow_up {
  day: string | null
  result: string | null
  text: string | null
  person_name: string | null
}

export interface member_input {
  person: number
  role: 'officer' | 'expert'
}

export interface item_input {
  item: string
  result: 'ok' | 'fail' | 'na'
  note: string | null
}

export interface balance_count {
  word: string | null
  mines: number
}

export interface hazard_clock {
  code: string | null
  text: string | null
  day: string | null
  over: boolean
  done: boolean
  rule: string | null
  source: string | null
}

export interface hazard_round {
  round: number
  rectified_on: string | null
  rectified_by_name: string | null
  statement: string | null
  recheck_by: string | null
  rechecked_on: string | null
  rechecked_by_name: string | null
  rechecked_org_name: string | null
  passed: boolean
  opinion: string | null
}

export interface hazard_penalty {
  id: number
  kind: string | null
  no: string | null
  day: string | null
  text: string | null
  person_name: string | null
  yuan: number
}

export interface hazard_extension {
  id: number
  version: number
  state: string | null
  hazard: number
  old_day: string | null
  new_day: string | null
  reason: string | null
  measures: string | null
  asked_by: number
  asked_org: number
  asked_on: string | null
  asked_by_name: string | null
  decided_by: number | null
  decided_on: string | null
  decided_by_name: string | null
  note: string | null
}

export interface inspection_result {
  item: string | null
  class: string | null
  group: string | null
  text: string | null
  result: string | null
  note: string | null
  hazard: number | null
  person_name: string | null
  at: string | null
}

export interface result_input {
  item: string
  result: 'ok' | 'fail' | 'na'
  note: string | null
  place: string | null
  level: 'general' | 'major' | null
  criterion: string | null
}

export interface party {
  org: number
  name: string | null
  kind: string | null
}

export interface finding {
  id: number
  question: string | null
  verdict: string | null
  text: string | null
  basis: string | null
  org_name: string | null
  person_name: string | null
  at: string | null
}

export interface report {
  receiver: string | null
  day: string | null
  no: string | null
  person_name: string | null
}

export interface haulage_ticket_2 {
  id: number
  at: string | null
  scale: number
  no: string | null
  mine: number | null
  vehicle: number | null
  driver: number | null
  carrier: number | null
  direction: string | null
  axles: number
  cargo: string | null
  receiver: string | null
  operator: string | null
  gross_kg: number
  tare_kg: number
  net_kg: number
  limit_kg: number
  counted_kg: number
  over_kg: number
  result: string | null
  decision: string | null
  reason: string | null
  flags: number
  source: string | null
}

export interface mine_mark {
  mine: number
  count: number
  urgent: boolean
  text: string | null
}

export interface ledger_entry {
  county: number
  id: number
  at: string | null
  person: number | null
  org: number | null
  kind: string | null
  item: number
  action: string | null
  data: unknown
}

export interface ledger_head {
  county: number
  size: number
  root: string
  at: string | null
  suite: string
  key: string
  signature: string
}

export interface ledger_cosign {
  size: number
  witness: string
  key: string
  at: string | null
  signature: string
}
