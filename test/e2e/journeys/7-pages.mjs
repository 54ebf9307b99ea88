// Every page in both languages and both sizes: nothing too wide, no serious finding of axe, no word of the other
// language but the data's; and a person with a keyboard only.
import { issueNotice } from '../county.mjs'
import { DESKTOP, PASSWORD, PHONE } from '../harness.mjs'

const SIZES = [['desktop', DESKTOP], ['phone', PHONE]]
const PAGES = {
  anweiban: ['/', '/overview', '/tasks', '/tasks?view=board', '/tasks/:task', '/notices', '/notices/:notice', '/rules', '/ledger', '/orgs', '/search?q=爆炸',
    '/notifications', '/settings', '/nowhere'],
  gongan: ['/', '/overview', '/tasks/:task', '/ledger'],
  secadmin: ['/', '/orgs?tab=people', '/orgs?tab=roles', '/rules'],
  auditor: ['/', '/orgs?tab=audit', '/ledger'],
}

async function visit(p, m, size, lang, wrong) {
  const login = p.name.split('@')[0]
  for (const page of PAGES[login]) {
    const what = `${page} of ${login} on a ${size} in ${lang}`
    const look = async (f) => { try { await f() } catch (e) { wrong.push(e.message) } }
    p.data.clear()
    p.data.add(page)
    await p.go(page.replace(':task', m.task).replace(':notice', m.notice))
    await p.shot(`${size}-${lang}-${login}${page.replace(/[^\w]+/g, '_')}`)
    await look(() => p.fits(what))
    await look(() => p.words(lang, what))
    await look(() => p.accessible(what))
  }
}

const walk = (size, viewport, lang) => [`every page on a ${size} in ${lang === 'zh' ? 'Chinese' : 'English'}`, async (w, m) => {
  const wrong = []
  for (const login of Object.keys(PAGES)) {
    const p = await w.signedIn(`${login}@${size}`, { size: viewport })
    await p.go('/')
    await p.language(lang)
    await visit(p, m, size, lang, wrong)
  }
  if (wrong.length) throw new Error(wrong.join('\n'))
}, true]

/* Tab until the element is the one that has the focus. */
async function tabTo(p, id, most = 60) {
  for (let i = 0; i < most; i++) {
    if (await p.page.evaluate((x) => document.activeElement?.dataset.testid === x, id)) return
    await p.page.keyboard.press('Tab')
  }
  throw new Error(`${id} is not reached with the Tab key`)
}

export default {
  steps: [
    ['the sign-in page in both languages and sizes', async (w) => {
      for (const [size, viewport] of SIZES) {
        const p = await w.person(`stranger@${size}`, { size: viewport })
        await p.page.goto(`${w.url}/sign-in`)
        for (const lang of ['en', 'zh']) {
          await p.click(`lang-${lang}`)
          await p.page.waitForFunction((l) => document.documentElement.lang.startsWith(l), lang)
          await p.shot(`${size}-${lang}-sign-in`)
          await p.words(lang, 'sign-in')
          await p.accessible('sign-in')
          await p.fits('sign-in')
        }
      }
    }],
    ['a language chosen in the page stays, also in what the server says', async (w, m) => {
      await issueNotice(w, ['1'])
      const p = await w.signedIn('gongan@desktop')
      const tasks = await p.page.evaluate(async () => (await (await fetch('/api/tasks?level=measures&sort=no&light=red')).json()).items)
      m.task = tasks[0].id
      m.notice = tasks[0].notice
      await p.language('en')
      await p.page.reload()
      await p.go(`/tasks/${m.task}`)
      await p.sees('Next', 'main')
      await p.language('zh')
      await p.sees('下一步', 'main')
    }],
    ...SIZES.flatMap(([size, viewport]) => ['zh', 'en'].map((lang) => walk(size, viewport, lang))),
    ['on a phone the menu is reached, and closes after a choice', async (w) => {
      const p = await w.signedIn('anweiban@phone')
      await p.go('/')
      await p.language('zh')
      if (await p.at('menu').isVisible()) throw new Error('the menu covers the page before it is asked for')
      await p.click('burger')
      await p.at('menu-tasks').waitFor()
      await p.accessible('the open menu on a phone')
      await p.click('menu-tasks')
      await p.page.waitForURL(/\/tasks/)
      await p.at('menu').waitFor({ state: 'hidden' })
    }],
    ['with a keyboard only: sign in, find the task, take a step', async (w, m) => {
      const p = await w.person('gongan@keyboard')
      await p.page.goto(`${w.url}/sign-in`)
      await p.page.waitForFunction(() => document.activeElement?.dataset.testid === 'sign-in-name')
      await p.page.keyboard.type('gongan')
      await tabTo(p, 'sign-in-password', 3)
      await p.page.keyboard.type(PASSWORD)
      await p.page.keyboard.press('Enter')
      await p.at('user-menu').waitFor()
      await p.has('todo', '清查矿山火工材料库房')
      for (let i = 0; i < 80 && !(await p.page.evaluate(() => /清查矿山火工材料库房/.test(document.activeElement?.textContent ?? '') && document.activeElement.tagName === 'A')); i++)
        await p.page.keyboard.press('Tab')
      await p.page.keyboard.press('Enter')
      await p.has('dialog', 'sign for it')   // the language that this account chose elsewhere
      if (!(await p.page.evaluate(() => document.querySelector('dialog').contains(document.activeElement)))) throw new Error('the focus is not in the dialogue')
      await tabTo(p, 'flow-submit', 10)
      await p.page.keyboard.press('Enter')
      await p.has('task-state', 'In progress')
    }],
  ],
}
