/* What the page on show calls its record: the tail of the breadcrumbs and the window's title. */
import { onBeforeUnmount, ref, watchEffect } from 'vue'
import { t } from '@/i18n'

export const crumbTail = ref('')

export function usePageTitle(title: () => string | undefined): void {
  watchEffect(() => {
    const s = title()
    crumbTail.value = s ?? ''
    if (s) document.title = `${s} · ${t('app.name')}`
  })
  onBeforeUnmount(() => { crumbTail.value = '' })
}
