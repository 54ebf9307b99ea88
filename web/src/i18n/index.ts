/*
 * Words.  中文 first, English complete: every English file is typed by its Chinese one, so a missing word is a compile
 * error.  Only the language in use is loaded, and the words of the pages behind the sign-in only with them.
 */
import { ref, shallowRef } from 'vue'
import type balance from './zh/balance'
import type base from './zh/base'
import type app from './zh/app'
import type mine from './zh/mine'
import type report from './zh/report'
import type explosive from './zh/explosive'
import type haulage from './zh/haulage'
import type tenure from './zh/tenure'

export type Lang = 'zh' | 'en'
export type Key = keyof typeof base | keyof typeof app | keyof typeof mine | keyof typeof report | keyof typeof explosive | keyof typeof haulage
  | keyof typeof balance | keyof typeof tenure
type Words = Record<string, string>

const STORED = 'kuangan.lang'
const PARTS = {
  zh: { base: () => import('./zh/base'), app: () => import('./zh/app'), mine: () => import('./zh/mine'), report: () => import('./zh/report'), explosive: () => import('./zh/explosive'), haulage: () => import('./zh/haulage'),
    balance: () => import('./zh/balance'), tenure: () => import('./zh/tenure') },
  en: { base: () => import('./en/base'), app: () => import('./en/app'), mine: () => import('./en/mine'), report: () => import('./en/report'), explosive: () => import('./en/explosive'), haulage: () => import('./en/haulage'),
    balance: () => import('./en/balance'), tenure: () => import('./en/tenure') },
}
export type Part = keyof (typeof PARTS)['zh']

export const lang = ref<Lang>(firstLang())
const words = shallowRef<Words>({})
const loaded = new Set<Part>()

function firstLang(): Lang {
  const asked = typeof localStorage === 'undefined' ? null : localStorage.getItem(STORED)
  return asked === 'en' ? 'en' : 'zh'
}

async function read(l: Lang, parts: Iterable<Part>): Promise<Words> {
  const all = await Promise.all([...parts].map((p) => PARTS[l][p]()))
  return Object.assign({}, ...all.map((m) => m.default)) as Words
}

/* The server words its messages by this cookie. */
function tellServer(l: Lang): void {
  document.cookie = `lang=${l}; path=/; max-age=31536000; samesite=lax`
}

/* Did somebody choose a language in this browser? */
export const chosen = () => localStorage.getItem(STORED) !== null

export async function loadWords(part: Part): Promise<void> {
  if (loaded.has(part)) return
  loaded.add(part)
  let l: Lang, got: Words
  do { l = lang.value; got = await read(l, [part]) } while (l !== lang.value)   /* chosen anew while we read */
  words.value = { ...words.value, ...got }
  document.documentElement.lang = lang.value === 'zh' ? 'zh-CN' : 'en'
  tellServer(lang.value)
}

export async function setLang(l: Lang): Promise<void> {
  lang.value = l
  words.value = { ...words.value, ...(await read(l, loaded)) }
  localStorage.setItem(STORED, l)
  tellServer(l)
  document.documentElement.lang = l === 'zh' ? 'zh-CN' : 'en'
}

export type Params = Record<string, string | number>

/* "{n} task|{n} tasks": the first form where n is 1. */
export function fill(text: string, params?: Params): string {
  if (!params) return text
  const forms = text.split('|')
  const form = forms.length === 2 && 'n' in params ? forms[params.n === 1 ? 0 : 1]! : text
  return form.replace(/\{(\w+)\}/g, (all, name: string) => (name in params ? String(params[name]) : all))
}

export function t(key: Key, params?: Params): string {
  return fill(words.value[key] ?? key, params)
}

/* A word chosen by what the server sent; what it sent itself where we have none for it. */
export function tOr(key: string, otherwise: string): string {
  return words.value[key] ?? otherwise
}
