/*
 * Files that have not reached the server yet, kept in the browser (IndexedDB) over reloads, lost connections and flat
 * batteries.  A file leaves only when the server has answered with its hash.
 */
export interface Kept { key: string; scope: string; name: string; type: string; size: number; file: Blob; at: number }

const NAME = 'kuangan', STORE = 'files'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const r = indexedDB.open(NAME, 1)
    r.onupgradeneeded = () => r.result.createObjectStore(STORE, { keyPath: 'key' }).createIndex('scope', 'scope')
    r.onsuccess = () => resolve(r.result)
    r.onerror = () => reject(r.error ?? new Error('indexedDB'))
  })
}

async function run<T>(mode: IDBTransactionMode, ask: (s: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const tx = db.transaction(STORE, mode)
      const r = ask(tx.objectStore(STORE))
      tx.oncomplete = () => resolve(r.result)
      tx.onerror = tx.onabort = () => reject(tx.error ?? new Error('indexedDB'))
    })
  } finally {
    db.close()
  }
}

export interface Keeper {
  put(k: Kept): Promise<void>
  drop(key: string): Promise<void>
  list(scope: string): Promise<Kept[]>
}

export const keeper: Keeper = {
  put: async (k) => { await run('readwrite', (s) => s.put(k)) },
  drop: async (key) => { await run('readwrite', (s) => s.delete(key)) },
  list: (scope) => run('readonly', (s) => s.index('scope').getAll(scope) as IDBRequest<Kept[]>),
}
