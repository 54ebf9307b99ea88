/*
 * Buttons come from the server's steps.  What is typed into a step's form is kept in this browser until the step is
 * taken, so that an expired session or a closed lid loses nothing.
 */
import { computed, ref, watch } from 'vue'
import { ApiError } from '@/api/client'
import type { Step } from '@/api/model'
import { t } from '@/i18n'
import { check, emptyValues, toBody, type Errors, type Values } from './form'
import { failed, said } from './toast'

export interface FlowOptions<T> {
  name: () => string
  steps: () => Step[]
  take: (action: string, body: Values) => Promise<T>
  taken: (result: T, step: Step) => void
  stale: () => void
}

export function useFlow<T>(o: FlowOptions<T>) {
  const step = ref<Step | null>(null)
  const values = ref<Values>({})
  const errors = ref<Errors>({})
  const hashes = ref<string[]>([])
  const busy = ref(false)
  const possible = computed(() => o.steps().filter((s) => s.possible))
  const impossible = computed(() => o.steps().filter((s) => !s.possible))
  const store = () => `kuangan.draft.${o.name()}.${step.value?.action ?? ''}`

  function remembered(s: Step): Values {
    try {
      return { ...emptyValues(s.fields), ...(JSON.parse(localStorage.getItem(store()) ?? '{}') as Values) }
    } catch {
      return emptyValues(s.fields)
    }
  }
  function open(s: Step, preset: Values = {}): void {
    step.value = s
    errors.value = {}
    hashes.value = []
    values.value = { ...remembered(s), ...preset }
  }
  function openByName(action: string): void {
    const s = o.steps().find((x) => x.action === action && x.possible)
    if (s) open(s)
  }
  const close = () => { step.value = null }

  watch(values, (v) => {
    if (step.value) localStorage.setItem(store(), JSON.stringify(v))
  }, { deep: true })

  function refused(e: unknown, s: Step): void {
    if (e instanceof ApiError && e.field && (s.fields.some((f) => e.field!.split('.')[0] === f.name) || e.field === 'evidence'))
      errors.value = { [e.field]: e.message }
    else if (e instanceof ApiError && e.status === 409) {
      failed(new ApiError(409, e.code, e.message || t('conflict')))
      o.stale()
    } else failed(e)
  }

  async function submit(): Promise<void> {
    const s = step.value
    if (!s || busy.value) return
    errors.value = check(s.fields, values.value)
    if (s.evidence === 'must' && !hashes.value.length) errors.value.evidence = t('file.needed')
    if (Object.keys(errors.value).length) return
    busy.value = true
    try {
      const body = toBody(s.fields, values.value)
      const result = await o.take(s.action, s.evidence === 'no' ? body : { ...body, evidence: hashes.value })
      localStorage.removeItem(store())
      step.value = null
      said(t('flow.taken', { label: s.label }))
      o.taken(result, s)
    } catch (e) {
      refused(e, s)
    } finally {
      busy.value = false
    }
  }
  return { step, values, errors, hashes, busy, possible, impossible, open, openByName, close, submit }
}
