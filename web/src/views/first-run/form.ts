import { t, type Key } from '@/i18n'

export const PASSWORD_MIN = 8
export const ADMINS = ['system', 'security', 'audit'] as const

interface Box { name: string; label: Key; hint?: Key; type?: string }
interface Part { title: Key; text?: Key; boxes: Box[] }

export function boxes(): Part[] {
  return [
    { title: 'first.county.part', boxes: [
      { name: 'county_name', label: 'first.county', hint: 'first.county.hint' },
      { name: 'county_code', label: 'first.county.code', hint: 'first.county.code.hint' },
    ] },
    ...ADMINS.map((a): Part => ({ title: `first.${a}`, text: `first.${a}.text`, boxes: [
      { name: `${a}.name`, label: 'first.name' },
      { name: `${a}.login`, label: 'first.login', hint: 'first.login.hint' },
      { name: `${a}.password`, label: 'first.password', hint: 'first.password.hint', type: 'password' },
      { name: `${a}.again`, label: 'first.again', type: 'password' },
    ] })),
  ]
}

export type Form = Record<string, string>

export function emptyForm(): Form {
  return Object.fromEntries(boxes().flatMap((p) => p.boxes).map((b) => [b.name, '']))
}

/* What is wrong, by field. */
export function problems(form: Form): Record<string, string> {
  const wrong: Record<string, string> = {}
  for (const b of boxes().flatMap((p) => p.boxes))
    if (!form[b.name]?.trim()) wrong[b.name] = t('error.required', { name: t(b.label) })
  const logins = new Map<string, string>()
  for (const a of ADMINS) {
    const password = form[`${a}.password`] ?? ''
    if (!wrong[`${a}.password`] && [...password].length < PASSWORD_MIN) wrong[`${a}.password`] = t('error.password.short', { min: PASSWORD_MIN })
    if (!wrong[`${a}.again`] && form[`${a}.again`] !== password) wrong[`${a}.again`] = t('error.password.same')
    const login = form[`${a}.login`] ?? ''
    if (login && logins.has(login)) wrong[`${a}.login`] = t('first.login.taken')
    logins.set(login, a)
  }
  return wrong
}
