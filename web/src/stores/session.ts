/* Who is signed in, what they may do, and what time the server says it is. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { del, get, post } from '@/api/client'
import type { Session } from '@/api/model'
import { chosen, lang, setLang, type Lang } from '@/i18n'
import { dayOf } from '@/i18n/format'

export const useSession = defineStore('session', () => {
  const session = ref<Session | null>(null)
  const skew = ref(0)

  const user = computed(() => session.value?.user ?? null)
  const fixedClock = computed(() => session.value?.clock.fixed ?? false)
  const now = computed(() => session.value?.clock.now ?? new Date(Date.now() + skew.value).toISOString())
  const today = computed(() => dayOf(now.value))
  const year = computed(() => today.value.slice(0, 4))

  const may = (...perms: string[]) => perms.every((p) => session.value?.perms.includes(p))

  async function take(s: Session): Promise<void> {
    session.value = s
    skew.value = Date.parse(s.clock.now) - Date.now()
    const own = s.user?.lang
    if ((own !== 'en' && own !== 'zh') || own === lang.value) return
    /* What was chosen in this browser counts; a browser new to this person takes his own language. */
    if (chosen()) await post('/api/session/lang', { lang: lang.value }).catch(() => undefined)
    else await setLang(own)
  }
  async function refresh(): Promise<void> { await take(await get<Session>('/api/session')) }
  async function signIn(login: string, password: string): Promise<void> {
    await take(await post<Session>('/api/session', { login, password }))
  }
  /* For this browser, and for messages that are written while the person is away. */
  async function chooseLang(l: Lang): Promise<void> {
    if (user.value) await post('/api/session/lang', { lang: l }).catch(() => undefined)
    await setLang(l)
  }
  async function signOut(): Promise<void> {
    await del('/api/session').catch(() => undefined)
    forget()
  }
  function forget(): void {
    if (session.value) session.value = { ...session.value, user: null, org: null, roles: [], perms: [] }
  }
  return { session, user, fixedClock, now, today, year, may, refresh, signIn, chooseLang, signOut, forget }
})
