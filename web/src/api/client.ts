/*
 * client.ts - the only place that knows HTTP.  Every call answers with what was asked for or throws ApiError; a write
 * carries an idempotency key, so that a repeated one is done once.
 */
import { lang } from '@/i18n'

export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string, readonly field?: string) {
    super(message)
  }
  get offline(): boolean { return this.status === 0 }
}

export type Query = Record<string, string | number | boolean | null | undefined | (string | number)[]>

let onSignedOut: () => void = () => undefined
export function whenSignedOut(f: () => void): void { onSignedOut = f }

export function withQuery(path: string, query?: Query): string {
  const q = new URLSearchParams()
  for (const [k, v] of Object.entries(query ?? {})) {
    if (v === null || v === undefined || v === '') continue
    for (const one of Array.isArray(v) ? v : [v]) q.append(k, String(one))
  }
  const s = q.toString()
  return s ? `${path}?${s}` : path
}

/* randomUUID needs a secure context, and a county's server may be plain http on its own network. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('')
}

function headers(): Record<string, string> {
  return { Accept: 'application/json', 'Accept-Language': lang.value === 'zh' ? 'zh-CN' : 'en' }
}

function failure(status: number, text: string): ApiError {
  try {
    const e = JSON.parse(text) as { error?: string; message?: string; field?: string }
    return new ApiError(status, e.error ?? 'error', e.message ?? '', e.field ?? undefined)
  } catch {
    return new ApiError(status, 'error', '')
  }
}

function noteSignedOut(path: string, status: number): void {
  if (status === 401 && !path.startsWith('/api/session')) onSignedOut()
}

async function call<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
  const h = headers()
  if (body !== undefined) h['Content-Type'] = 'application/json'
  if (method !== 'GET') h['Idempotency-Key'] = key ?? newKey()
  let res: Response, text: string
  try {
    res = await fetch(path, { method, headers: h, credentials: 'same-origin',
      body: body === undefined ? undefined : JSON.stringify(body) })
    text = await res.text()
  } catch {
    throw new ApiError(0, 'offline', '')
  }
  if (!res.ok) {
    noteSignedOut(path, res.status)
    throw failure(res.status, text)
  }
  return (text ? JSON.parse(text) : undefined) as T
}

export const get = <T>(path: string, query?: Query) => call<T>('GET', withQuery(path, query))
export const post = <T = void>(path: string, body: unknown = {}, key?: string) => call<T>('POST', path, body, key)
export const put = <T = void>(path: string, body: unknown, key?: string) => call<T>('PUT', path, body, key)
export const patch = <T = void>(path: string, body: unknown, key?: string) => call<T>('PATCH', path, body, key)
export const del = <T = void>(path: string, key?: string) => call<T>('DELETE', path, undefined, key)

export interface Uploading {
  query?: Query
  key?: string
  onProgress?: (share: number) => void
  signal?: AbortSignal
}

/* A file as it is.  XMLHttpRequest, because fetch cannot tell how much has gone out. */
export function upload<T>(path: string, file: Blob, o: Uploading = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const x = new XMLHttpRequest()
    x.open('POST', withQuery(path, o.query))
    for (const [k, v] of Object.entries(headers())) x.setRequestHeader(k, v)
    x.setRequestHeader('Content-Type', 'application/octet-stream')
    x.setRequestHeader('Idempotency-Key', o.key ?? newKey())
    x.upload.onprogress = (e) => o.onProgress?.(e.total ? e.loaded / e.total : 0)
    x.onload = () => {
      if (x.status < 300) return resolve(JSON.parse(x.responseText) as T)
      noteSignedOut(path, x.status)
      reject(failure(x.status, x.responseText))
    }
    x.onerror = () => reject(new ApiError(0, 'offline', ''))
    x.onabort = () => reject(new ApiError(0, 'aborted', ''))
    o.signal?.addEventListener('abort', () => x.abort())
    x.send(file)
  })
}
