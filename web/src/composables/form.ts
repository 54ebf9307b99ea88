/* A form from the server's own description of a record's fields. */
import type { StepField } from '@/api/model'
import { t } from '@/i18n'

export type Values = Record<string, unknown>
export type Errors = Record<string, string>

export function emptyValue(f: StepField): unknown {
  if (f.kind === 'bool') return false
  if (f.kind === 'texts' || f.kind === 'list') return f.kind === 'list' && f.required && f.fields ? [emptyValues(f.fields)] : []
  return ''
}
export function emptyValues(fields: StepField[]): Values {
  return Object.fromEntries(fields.map((f) => [f.name, emptyValue(f)]))
}

const blank = (v: unknown) => v === '' || v === null || v === undefined || (Array.isArray(v) && v.length === 0)

function wrongWith(f: StepField, v: unknown): string | null {
  if (blank(v)) return f.required && f.kind !== 'bool' ? t('error.required', { name: f.label }) : null
  if (f.kind === 'int' || f.kind === 'real') {
    const n = Number(v)
    if (!Number.isFinite(n) || (f.kind === 'int' && !Number.isInteger(n))) return t('field.number')
    if (f.min != null && n < f.min) return t('field.min', { min: f.min })
    if (f.max != null && n > f.max) return t('field.max', { max: f.max })
  }
  if (f.kind === 'text' && typeof v === 'string') {
    const n = [...v.trim()].length
    if (f.min && n < f.min) return t('field.short', { min: f.min })
    if (f.max && n > f.max) return t('field.long', { max: f.max })
  }
  return null
}

/* What is wrong, by the field's dotted path, as the server would say it. */
export function check(fields: StepField[], values: Values, at = ''): Errors {
  const errors: Errors = {}
  for (const f of fields) {
    const v = values[f.name]
    const w = wrongWith(f, v)
    if (w) errors[at + f.name] = w
    if (f.kind === 'list' && f.fields && Array.isArray(v))
      v.forEach((row, i) => Object.assign(errors, check(f.fields!, row as Values, `${at}${f.name}.${i}.`)))
  }
  return errors
}

/* What is sent: numbers as numbers, blanks left out. */
export function toBody(fields: StepField[], values: Values): Values {
  const out: Values = {}
  for (const f of fields) {
    const v = values[f.name]
    if (blank(v)) continue
    if (f.kind === 'int' || f.kind === 'real') out[f.name] = Number(v)
    else if (f.kind === 'time') out[f.name] = /T\d{2}:\d{2}$/.test(String(v)) ? `${String(v)}:00+08:00` : v
    else if (f.kind === 'list' && f.fields) out[f.name] = (v as Values[]).map((row) => toBody(f.fields!, row))
    else if (f.kind === 'texts') out[f.name] = (v as unknown[]).map(String)
    else out[f.name] = typeof v === 'string' ? v.trim() : f.kind === 'text' ? String(v) : v
  }
  return out
}
