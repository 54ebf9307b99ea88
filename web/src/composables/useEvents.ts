/*
 * Server-sent events.  The browser reconnects by itself and says where it was (Last-Event-ID); after a closed stream
 * (sign-in ended, server restarted) we try again with growing pauses.
 */
export type Listener = (data: unknown) => void

export class EventStream {
  private source: EventSource | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private pause = 2000
  private readonly listeners = new Map<string, Set<Listener>>()

  constructor(private readonly path: string) {}

  on(kind: string, f: Listener): () => void {
    const set = this.listeners.get(kind) ?? new Set()
    if (!this.listeners.has(kind)) {
      this.listeners.set(kind, set)
      this.attach(kind)
    }
    set.add(f)
    return () => set.delete(f)
  }

  start(): void {
    if (this.source) return
    this.source = new EventSource(this.path)
    for (const kind of this.listeners.keys()) this.attach(kind)
    this.source.onopen = () => { this.pause = 2000 }
    this.source.onerror = () => {
      if (this.source?.readyState !== EventSource.CLOSED) return
      this.stop()
      this.timer = setTimeout(() => this.start(), this.pause)
      this.pause = Math.min(this.pause * 2, 60000)
    }
  }

  stop(): void {
    clearTimeout(this.timer)
    this.source?.close()
    this.source = null
  }

  private attach(kind: string): void {
    this.source?.addEventListener(kind, (e) => {
      const data: unknown = parse((e as MessageEvent<string>).data)
      for (const f of this.listeners.get(kind) ?? []) f(data)
    })
  }
}

function parse(s: string): unknown {
  try { return JSON.parse(s) } catch { return s }
}
