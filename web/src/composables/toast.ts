/* One line at the foot of the page: what happened, and a way back where a slip is likely. */
import { shallowRef } from 'vue'
import { ApiError } from '@/api/client'
import { t } from '@/i18n'

export interface Toast {
  id: number
  kind: 'done' | 'bad'
  text: string
  undo?: () => void
}

export const toasts = shallowRef<Toast[]>([])
let next = 1

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((x) => x.id !== id)
}

function show(kind: Toast['kind'], text: string, undo?: () => void): void {
  const id = next++
  toasts.value = [...toasts.value.filter((x) => x.text !== text), { id, kind, text, undo }].slice(-3)
  setTimeout(() => dismiss(id), undo || kind === 'bad' ? 9000 : 4000)
}

export const said = (text: string, undo?: () => void) => show('done', text, undo)

export function errorText(e: unknown): string {
  if (!(e instanceof ApiError)) {
    console.error(e)
    return t('error.ours')
  }
  if (e.offline) return t('error.offline')
  return e.message || t(e.status >= 500 ? 'error.ours' : 'error.refused')
}

/* What no field can show.  A 401 has already sent the person to the sign-in page. */
export function failed(e: unknown): void {
  if (e instanceof ApiError && (e.status === 401 || e.code === 'aborted')) return
  show('bad', errorText(e))
}
