/* Days and times as a county office writes them.  The county's clock is Asia/Shanghai, whatever the browser thinks. */
import { lang, t } from '.'

const ZONE_MINUTES = 480
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/* The county's calendar day of an instant (RFC 3339). */
/* Labels of steps and states come from the server in small letters: they begin a button or a line here. */
export function capital(s: string): string {
  return lang.value === 'en' && s ? s[0]!.toUpperCase() + s.slice(1) : s
}

export function dayOf(time: string): string {
  const ms = Date.parse(time)
  return Number.isNaN(ms) ? '' : new Date(ms + ZONE_MINUTES * 60000).toISOString().slice(0, 10)
}

export function clockOf(time: string): string {
  const ms = Date.parse(time)
  return Number.isNaN(ms) ? '' : new Date(ms + ZONE_MINUTES * 60000).toISOString().slice(11, 16)
}

/* 2023-10-25 → 10月25日 (with the year where it is not `thisYear`). */
export function dayText(day: string | null | undefined, thisYear?: string): string {
  if (!day) return '—'
  const m = /^(\d{4})-(\d{2})(?:-(\d{2}))?/.exec(day)
  if (!m) return day
  const [, y, mo, d] = m
  const withYear = y !== thisYear
  if (lang.value === 'zh') return `${withYear ? y + '年' : ''}${Number(mo)}月${d ? Number(d) + '日' : ''}`
  return `${d ? Number(d) + ' ' : ''}${MONTHS[Number(mo) - 1]}${withYear ? ' ' + y : ''}`
}

export function timeText(time: string | null | undefined, thisYear?: string): string {
  if (!time) return '—'
  return `${dayText(dayOf(time), thisYear)} ${clockOf(time)}`
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to + 'T00:00:00Z') - Date.parse(from + 'T00:00:00Z')) / 86400000)
}

export function addDays(day: string, n: number): string {
  return new Date(Date.parse(day + 'T00:00:00Z') + n * 86400000).toISOString().slice(0, 10)
}

export function leftText(days: number): string {
  if (days > 0) return t('day.left', { n: days })
  return days === 0 ? t('day.today') : t('day.late', { n: -days })
}

/* Weeks begin on Monday. */
export function weekOf(day: string): string[] {
  const wd = (new Date(day + 'T00:00:00Z').getUTCDay() + 6) % 7
  return Array.from({ length: 7 }, (_, i) => addDays(day, i - wd))
}

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/* A share is always told with what it is a share of; of nothing there is no share. */
export function shareText(part: number, whole: number): string {
  return whole > 0 ? `${Math.round((part / whole) * 100)}%` : '—'
}
