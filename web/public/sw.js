/*
 * The magazine's counter without network: its page and what it is made of stay in the browser.  Nothing else is kept:
 * answers of the API never, and every other page comes from the server as always.
 */
const KEPT = 'counter-1'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (e) => e.waitUntil(self.clients.claim()))

/* The page tells what it has loaded, once it stands. */
self.addEventListener('message', (e) => {
  if (e.data && e.data.keep) e.waitUntil(caches.open(KEPT).then((c) => Promise.all(e.data.keep.map((u) => c.add(u).catch(() => undefined)))))
})

const isCounter = (path) => path.startsWith('/counter/')
const isPart = (path) => path.startsWith('/assets/') || path === '/icon.svg' || path === '/manifest.webmanifest'

async function fromServerFirst(request) {
  try {
    const answer = await fetch(request)
    if (answer.ok) (await caches.open(KEPT)).put(request, answer.clone())
    return answer
  } catch (e) {
    const kept = await caches.match(request, { ignoreSearch: true })
    if (kept) return kept
    throw e
  }
}

self.addEventListener('fetch', (e) => {
  const url = new URL(e.request.url)
  if (e.request.method !== 'GET' || url.origin !== self.location.origin) return
  if (e.request.mode === 'navigate' && isCounter(url.pathname)) e.respondWith(fromServerFirst(e.request))
  else if (isPart(url.pathname)) e.respondWith(caches.match(e.request).then((kept) => kept || fetch(e.request)))
})
