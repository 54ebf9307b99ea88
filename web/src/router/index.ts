import { createRouter, createWebHistory, type Router } from 'vue-router'
import { whenSignedOut } from '@/api/client'
import { failed } from '@/composables/toast'
import { loadWords, t } from '@/i18n'
import { useSession } from '@/stores/session'
import { decide } from './guard'
import { routes } from './routes'

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  })

  router.beforeEach(async (to) => {
    const session = useSession()
    if (!session.session) await session.refresh().catch(to.meta.offline ? () => undefined : failed)
    const where = decide(to, session.session)
    if (where === true && !to.meta.open) await loadWords('app')
    if (where === true) await Promise.all((to.meta.words ?? []).map(loadWords))
    return where
  })

  router.afterEach((to) => {
    if (!to.meta.open && to.meta.title) document.title = `${t(to.meta.title)} · ${t('app.name')}`
  })

  whenSignedOut(() => {
    const session = useSession()
    if (!session.user) return
    session.forget()
    const next = router.currentRoute.value.fullPath
    void router.replace({ name: 'sign-in', query: { next, expired: '1' } })
  })
  return router
}
