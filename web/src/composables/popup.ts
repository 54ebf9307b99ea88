/* A small panel under its button: closes on Escape, on a click elsewhere, and when the focus leaves. */
import { onBeforeUnmount, ref, watch, type Ref } from 'vue'

export function usePopup(root: Ref<HTMLElement | undefined>) {
  const open = ref(false)

  function outside(e: Event): void {
    if (!root.value?.contains(e.target as Node)) open.value = false
  }
  function key(e: KeyboardEvent): void {
    if (e.key !== 'Escape') return
    open.value = false
    root.value?.querySelector<HTMLElement>('button')?.focus()
  }
  function listen(on: boolean): void {
    const f = on ? 'addEventListener' : 'removeEventListener'
    document[f]('pointerdown', outside)
    document[f]('focusin', outside)
    document[f]('keydown', key as EventListener)
  }
  watch(open, listen)
  onBeforeUnmount(() => listen(false))
  return { open, toggle: () => { open.value = !open.value }, close: () => { open.value = false } }
}
