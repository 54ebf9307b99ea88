/* What changes while one looks on: notifications and the count of to-dos, pushed by the server. */
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { get, post } from '@/api/client'
import type { Notification, NotificationPage, Workbench } from '@/api/model'
import { failed } from '@/composables/toast'
import { EventStream } from '@/composables/useEvents'
import { useSession } from './session'

export const useLive = defineStore('live', () => {
  const unread = ref(0)
  const todo = ref(0)
  const recent = ref<Notification[]>([])
  const stream = new EventStream('/api/events')
  let timer: ReturnType<typeof setTimeout> | undefined

  async function loadRecent(): Promise<void> {
    const page = await get<NotificationPage>('/api/notifications', { limit: 12 }).catch(failed)
    if (!page) return
    recent.value = page.items
    unread.value = page.unread
  }
  async function countTodo(): Promise<void> {
    if (!useSession().may('TASK_READ')) return      /* firms have no workbench of tasks */
    todo.value = (await get<Workbench>('/api/workbench')).counts.todo
  }
  async function read(ids: number[]): Promise<void> {
    await post('/api/notifications/read', { ids }).catch(failed)
    await loadRecent()
  }
  async function readAll(): Promise<void> {
    await post('/api/notifications/read', { all: true }).catch(failed)
    await loadRecent()
  }
  /* Many changes at once (24 towns are given a sub-task) are counted once. */
  function recount(): void {
    clearTimeout(timer)
    timer = setTimeout(() => { void loadRecent(); void countTodo().catch(() => undefined) }, 400)
  }
  function start(): void {
    void loadRecent()
    stream.start()
  }
  stream.on('notification', recount)
  stream.on('task', recount)

  return { unread, todo, recent, stream, loadRecent, countTodo, read, readAll, start, stop: () => stream.stop() }
})
