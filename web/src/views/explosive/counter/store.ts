/*
 * What the counter keeps in the browser (IndexedDB): the server's last answer, the device's chain, people's keys, and every
 * entry signed here.  An entry is written before anything is said on the screen and leaves only when the server has
 * answered with its hash.
 */
import type { Signature, Snapshot } from '@/api/explosive'
import type { PersonKey } from './keys'

export interface Queued { hash: string; magazine: number; seq: number; text: string; signatures: Signature[] }
/* offset: how far this device's clock is from the county's; last: the newest entry's moment, before which none may lie. */
export interface Desk { magazine: number; device: string; seq: number; prev: string; last: number; offset: number; snapshot: Snapshot | null }

const NAME = 'kuangan-counter'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const r = indexedDB.open(NAME, 1)
    r.onupgradeneeded = () => { r.result.createObjectStore('desks', { keyPath: 'magazine' }); r.result.createObjectStore('keys', { keyPath: 'id' }); r.result.createObjectStore('queue', { keyPath: 'hash' }) }
    r.onsuccess = () => resolve(r.result)
    r.onerror = () => reject(r.error ?? new Error('indexedDB'))
  })
}

/* Several stores in one transaction: an entry and the chain go on together or not at all. */
async function within<T>(stores: string[], mode: IDBTransactionMode, work: (tx: IDBTransaction) => IDBRequest<T> | null): Promise<T | undefined> {
  const db = await open()
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      const tx = db.transaction(stores, mode)
      const r = work(tx)
      tx.oncomplete = () => resolve(r?.result)
      tx.onerror = tx.onabort = () => reject(tx.error ?? new Error('indexedDB'))
    })
  } finally { db.close() }
}

export const deskOf = (magazine: number) => within<Desk>(['desks'], 'readonly', (tx) => tx.objectStore('desks').get(magazine) as IDBRequest<Desk>)
export const putDesk = (d: Desk) => within(['desks'], 'readwrite', (tx) => tx.objectStore('desks').put(d))
export const keysOf = async (magazine: number) => ((await within<PersonKey[]>(['keys'], 'readonly', (tx) => tx.objectStore('keys').getAll() as IDBRequest<PersonKey[]>)) ?? []).filter((k) => k.magazine === magazine)
export const putKey = (k: PersonKey) => within(['keys'], 'readwrite', (tx) => tx.objectStore('keys').put(k))
export const queueOf = async (magazine: number) => ((await within<Queued[]>(['queue'], 'readonly', (tx) => tx.objectStore('queue').getAll() as IDBRequest<Queued[]>)) ?? []).filter((q) => q.magazine === magazine).sort((a, b) => a.seq - b.seq)
export const keep = (d: Desk, q: Queued) => within(['desks', 'queue'], 'readwrite', (tx) => { tx.objectStore('queue').put(q); return tx.objectStore('desks').put(d) })
export const settle = (d: Desk, hashes: string[]) => within(['desks', 'queue'], 'readwrite', (tx) => { for (const h of hashes) tx.objectStore('queue').delete(h); return tx.objectStore('desks').put(d) })
