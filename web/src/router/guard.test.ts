import { describe, expect, it } from 'vitest'
import type { Session } from '@/api/model'
import { decide } from './guard'

const base: Session = { user: null, org: null, roles: [], perms: [], county: null, must_change: false, clock: { now: '2023-10-25T09:30:00+08:00', fixed: true }, version: '', first_run: false }
const user = { id: 1, name: '王敏', title: '', login: 'w', lang: 'zh' }
const to = (name: string, fullPath: string, meta = {}) => ({ name, fullPath, meta })

describe('decide', () => {
  it('sends a stranger to the sign-in and back to where they wanted to go', () => {
    expect(decide(to('task', '/tasks/7?as_of=2023-10-25'), base)).toEqual({ name: 'sign-in', query: { next: '/tasks/7?as_of=2023-10-25' } })
    expect(decide(to('sign-in', '/sign-in', { open: true }), base)).toBe(true)
  })
  it('lets nobody past an empty platform, and nobody back into the first run', () => {
    expect(decide(to('workbench', '/'), { ...base, first_run: true })).toEqual({ name: 'first-run' })
    expect(decide(to('first-run', '/first-run', { open: true }), base)).toEqual({ name: 'sign-in' })
  })
  it('names the permission that is missing', () => {
    const s = { ...base, user, perms: ['TASK_READ'] }
    expect(decide(to('tasks', '/tasks', { perm: ['TASK_READ'] }), s)).toBe(true)
    expect(decide(to('ledger', '/ledger', { perm: ['LEDGER_READ'] }), s)).toEqual({ name: 'forbidden', query: { perm: 'LEDGER_READ' } })
  })
  it('makes one whose password was set by another choose their own first', () => {
    const s = { ...base, user, must_change: true }
    expect(decide(to('workbench', '/'), s)).toEqual({ name: 'settings', query: { must: '1' } })
    expect(decide(to('settings', '/settings'), s)).toBe(true)
  })
})
