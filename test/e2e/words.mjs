// The words of the interface, told from the data: what stands on the page but was in no answer of the server is ours.
const LATIN_OK = /^(English|Excel|txt|docx|xlsx|html|pdf|png|jpg|MB|kB|KB|GB|OFD|ID|SHA|axe|PWA|IP|csv|zip|GeoJSON|shapefile|http|https)$/i

export function listen(person) {
  person.data = new Set()
  person.page.on('response', async (r) => {
    if (!/^application\/json/.test(r.headers()['content-type'] ?? '')) return
    const doc = await r.json().catch(() => null)
    gather(doc, person.data)
  })
}

/* The server words these itself, in the language of the page. */
const SERVER_WORDS = new Set(['label', 'why', 'light_text', 'state_label', 'message'])

function gather(x, into, key = '') {
  if (typeof x === 'string') into.add(SERVER_WORDS.has(key) ? '' : x)
  else if (x && typeof x === 'object') for (const [k, v] of Object.entries(x)) gather(v, into, Array.isArray(x) ? key : k)
}

/* Every text, label, hint and title that a person can see or hear. */
function texts() {
  const out = new Set()
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    const at = n.parentElement
    if (!at || at.closest('script, style, noscript, [lang]:not(html)')) continue
    if (at.getClientRects().length && n.data.trim()) out.add(n.data.trim())
  }
  for (const e of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const a of ['aria-label', 'title', 'placeholder', 'alt']) if (e.getAttribute(a)) out.add(e.getAttribute(a))
  out.add(document.title)
  return [...out]
}

/* Codes where words should stand: a text that is one lower-case identifier, or ends with one behind a dot. */
function codes() {
  const walk = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT)
  const out = []
  for (let n = walk.nextNode(); n; n = walk.nextNode())
    if (n.parentElement?.getClientRects().length && !n.parentElement.closest('.mono, style, [lang]:not(html)')) out.push(n.data.trim())
  return out.filter((s) => /^(.* · )?[a-z]+(_[a-z]+)*$/.test(s) && !/^(t|kg|m|km)$/.test(s))
}

/* Chinese on an English page, or English on a Chinese one, that no answer of the server gave. */
export async function readWords(person, lang, what) {
  const mine = lang === 'en' ? /[\u3400-\u9fff]{1,}/g : /[A-Za-z]{3,}/g
  const data = [...person.data].join('\n')
  const odd = []
  for (const text of await person.page.evaluate(texts))
    for (const [run] of text.matchAll(mine))
      if (!data.includes(run) && !(lang === 'zh' && LATIN_OK.test(run))) odd.push(`“${run}” in “${text.slice(0, 80)}”`)
  if (lang === 'zh') odd.push(...(await person.page.evaluate(codes)).map((s) => `the code “${s}”`))
  if (odd.length) throw new Error(`${what} in ${lang}: ${odd.slice(0, 12).join('; ')}`)
}
