// Every page that there is a way to, as people of every kind, in either language and size: nothing fails, nothing is too
// wide, no word is missing or of the other language, no serious finding of axe.  The pages are found by following links.
import { DESKTOP, PHONE } from '../harness.mjs'

const WALKS = [
  ['desktop', DESKTOP, 'zh', ['anweiban', 'shimen', 'xinling', 'disanfang', 'secadmin']],
  ['phone', PHONE, 'en', ['anweiban', 'xinling']],
]
const names = []                        // of the county's organisations: data, wherever they are said
const MOST = 150                        // pages of one person

/* "/tasks/:id" of "/tasks/8919": one record stands for all of its kind; a tab is a page of its own, a filter is none. */
function kind(href) {
  const to = new URL(href, 'http://x')
  const tab = to.searchParams.get('tab') ?? to.searchParams.get('view')
  return to.pathname.replace(/\/\d+(?=\/|$)/g, '/:id').replace(/\/detonators\/.*/, '/detonators/:id') + (tab ? `?${tab}` : '')
}

async function links(p) {
  return p.page.evaluate(() => [...document.querySelectorAll('a[href^="/"]')].map((a) => a.getAttribute('href')).filter((h) => !/^\/(api|assets)\//.test(h)))
}

async function look(p, what, lang, axe, wrong) {
  const note = async (f) => { try { await f() } catch (e) { wrong.push(e.message) } }
  await p.page.waitForLoadState('networkidle')
  await note(() => p.fits(what))
  await note(() => p.words(lang, what))
  if (axe) await note(() => p.accessible(what))
  for (const fault of p.faults.splice(0)) wrong.push(`${what}: ${fault}`)
}

async function walk(w, login, [size, viewport, lang], tested) {
  const p = await w.signedIn(`${login}@${size}`, { size: viewport }), wrong = [], known = new Map([['/', '/'], ['/settings', '/settings'], ['/notifications', '/notifications']])
  await p.go('/')
  await p.language(lang)
  if (!names.length) names.push(...await p.page.evaluate(async () => (await (await fetch('/api/orgs?limit=200')).json()).items.map((o) => o.name)))
  for (const [name, href] of known) {     // grows while it is walked
    p.data.clear()
    for (const said of [href, `${w.url}/report`, ...names]) p.data.add(said)
    await p.go(href).catch((e) => wrong.push(`${href} of ${login}: ${e.message.split('\n')[0]}`))
    await look(p, `${href} of ${login} on a ${size} in ${lang}`, lang, !tested.has(name), wrong)
    if (process.env.KEEP) await p.shot(`${size}-${lang}-${login}${name.replace(/[^\w]+/g, '_')}`)
    tested.add(name)
    for (const next of await links(p)) if (known.size < MOST && !known.has(kind(next))) known.set(kind(next), next)
  }
  await p.context.close()
  w.people.delete(`${login}@${size}`)
  console.log(`# ${login} on a ${size} in ${lang}: ${known.size} pages`)
  if (known.size < 6) wrong.push(`${login} finds only ${known.size} pages`)
  if (wrong.length) throw new Error([...new Set(wrong)].join('\n'))
}

export default {
  steps: WALKS.flatMap((at) => {
    const tested = new Set()
    return at[3].map((login) => [`every page that ${login} finds, on a ${at[0]} in ${at[2]}`, (w) => walk(w, login, at, tested), true])
  }),
}
