/* Who may see which page: the server decides again for every request; this only spares people dead ends. */
import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'
import type { Session } from '@/api/model'

type To = Pick<RouteLocationNormalized, 'name' | 'meta' | 'fullPath'>

export function missing(perms: string[] | undefined, session: Session): string[] {
  return (perms ?? []).filter((p) => !session.perms.includes(p))
}

/* Where to go instead, or true to go on. */
export function decide(to: To, session: Session | null): RouteLocationRaw | true {
  if (to.meta.anyone && !session?.first_run) return true
  if (!session) return to.meta.open ? true : { name: 'sign-in', query: { next: to.fullPath } }
  if (session.first_run) return to.name === 'first-run' ? true : { name: 'first-run' }
  if (to.name === 'first-run') return { name: session.user ? 'workbench' : 'sign-in' }
  if (!session.user) {
    if (to.meta.open) return true
    return { name: 'sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  }
  if (to.meta.open) return { name: 'workbench' }
  if (session.must_change && to.name !== 'settings') return { name: 'settings', query: { must: '1' } }
  const lack = missing(to.meta.perm, session)
  return lack.length ? { name: 'forbidden', query: { perm: lack.join(' ') } } : true
}
