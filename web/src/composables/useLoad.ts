/* One thing from the server: what it is, whether it is on its way, and what went wrong.  Later answers to earlier
 * questions are dropped. */
import { ref, shallowRef } from 'vue'
import { errorText } from './toast'

export function useLoad<T>(read: () => Promise<T>) {
  const data = shallowRef<T>()
  const loading = ref(false)
  const error = ref('')
  let turn = 0

  async function load(): Promise<void> {
    const mine = ++turn
    loading.value = true
    try {
      const got = await read()
      if (mine !== turn) return
      data.value = got
      error.value = ''
    } catch (e) {
      if (mine === turn) error.value = errorText(e)
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  return { data, loading, error, load }
}
