// The county on one screen; the list of tasks, searched, ordered, taken away as a spreadsheet.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { work } from '../server.mjs'

const few = (p) => p.page.waitForFunction(() => document.querySelectorAll('[data-testid="task-row"]').length < 4)
const total = async (p) => Number((await p.at('total').innerText()).replace(/\D/g, ''))
const listed = async (p, n) => p.page.waitForFunction((want) => Number(document.querySelector('[data-testid="total"]')?.textContent.replace(/\D/g, '')) === want, n)

/* What Python's own reader of spreadsheets makes of the file. */
function readSheet(path) {
  const script = `import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).active
print(json.dumps([[str(c) if c is not None else '' for c in row] for row in sheet.iter_rows(values_only=True)], ensure_ascii=False))`
  return JSON.parse(execFileSync('/usr/bin/python3', ['-c', script, path], { encoding: 'utf8', maxBuffer: 1 << 26 }))
}

async function download(p) {
  const [file] = await Promise.all([p.page.waitForEvent('download'), p.click('export')])
  const path = join(work, `${Date.now()}-${file.suggestedFilename()}`)
  await file.saveAs(path)
  return { path, name: file.suggestedFilename() }
}

export default {
  steps: [
    ['the county head sees twelve measures with their lights, figures and what is stuck', async (w) => {
      const p = await w.signedIn('xianzhang')
      await p.click('menu-overview')
      await p.has('kpis')
      await p.page.waitForFunction(() => document.querySelectorAll('[data-testid="measure"]').length === 12)
      const lights = await p.page.locator('[data-testid="kpis"] .lights strong').allInnerTexts()
      if (lights.map(Number).reduce((a, b) => a + b, 0) !== 12) throw new Error(`the lights are ${lights}`)
      for (const word of ['逾期', '正常', '长期推进']) await p.sees(word, '[data-testid="kpis"]')
      await p.has('stuck', /天/)
      await p.accessible('overview')
    }],
    ['departments and towns, and from a light to its tasks', async (w) => {
      const p = await w.signedIn('xianzhang')
      await p.has('matrix', '公安局')
      await p.click('by-towns')
      await p.has('matrix', '龙王庙镇')
      await p.page.locator('[data-testid="kpis"] .lights a').first().click()
      await p.page.waitForURL(/light=red/)
      await p.settled()
      const marks = await p.page.locator('[data-testid="task-row"] td.light').allInnerTexts()
      if (!marks.length || marks.some((m) => !m.includes('逾期'))) throw new Error(`the list of the overdue shows ${marks}`)
    }],
    ['as it was known on 10 October: fewer were closed', async (w) => {
      const p = await w.signedIn('xianzhang')
      await p.click('menu-overview')
      await p.has('kpis')
      const closed = () => p.page.locator('[data-testid="kpis"] .lights strong').last().innerText().then(Number)
      const now = await closed()
      await p.at('as-of').fill('2023-10-10')
      await p.at('as-of').dispatchEvent('change')
      await p.sees(/截至 ?2023年10月10日/)
      await p.page.waitForURL(/as_of=2023-10-10/)
      if (await closed() > now) throw new Error('more were closed earlier')
      await p.accessible('overview of another day')
    }],
    ['tasks are filtered by light, state, unit and words', async (w) => {
      const p = await w.signedIn('anweiban')
      await p.click('menu-tasks')
      await p.has('task-table')
      const all = await total(p)
      await p.at('filter-light').selectOption('red')
      await p.page.waitForURL(/light=red/)
      await p.page.waitForFunction((n) => Number(document.querySelector('[data-testid="total"]')?.textContent.replace(/\D/g, '')) < n, all)
      await p.click('filter-clear')
      await listed(p, all)
      await p.fill('filter-q', '炸药')
      await p.has('task-row', '爆炸')
      await few(p)
      await p.fill('filter-q', '超限')
      await p.has('task-row', /超限|超载/)
      await few(p)
      await p.click('filter-clear')
      await p.page.locator('.filter .el-select input').fill('石门')
      await p.page.getByRole('option', { name: '石门镇' }).click()
      await p.page.waitForURL(/org=\d+/)
      await p.has('task-row', '石门镇')
      await p.click('filter-clear')
      await listed(p, all)
    }],
    ['the order follows the head of the column', async (w) => {
      const p = await w.signedIn('anweiban')
      await p.go('/tasks?level=measures')
      await listed(p, 12)
      await p.click('sort-percent')
      await p.page.waitForURL(/sort=percent/)
      await p.page.locator('th[aria-sort="ascending"]').waitFor()
      const percents = async () => (await p.page.locator('[data-testid="task-row"] td.progress small').allInnerTexts()).map((s) => Number(/\d+/.exec(s)[0]))
      const sorted = (list, sign) => list.every((n, i) => !i || sign * (n - list[i - 1]) >= 0)
      await p.settled()
      if (!sorted(await percents(), 1)) throw new Error(`ascending: ${await percents()}`)
      await p.click('sort-percent')
      await p.page.locator('th[aria-sort="descending"]').waitFor()
      await p.page.waitForFunction(() => {
        const n = [...document.querySelectorAll('[data-testid="task-row"] td.progress small')].map((e) => Number(/\d+/.exec(e.textContent)[0]))
        return n.length > 1 && n.every((x, i) => !i || x <= n[i - 1])
      })
    }],
    ['the list is exported as it is filtered, and the spreadsheet opens', async (w) => {
      const p = await w.signedIn('anweiban')
      await p.go('/tasks?level=measures')
      await listed(p, 12)
      const { path, name } = await download(p)
      if (!name.endsWith('.xlsx')) throw new Error(`the file is called ${name}`)
      const sheet = readSheet(path)
      if (!sheet[0].some((c) => /牵头/.test(c))) throw new Error(`its head is ${sheet[0]}`)
      const filled = sheet.slice(1).filter((r) => r.some(Boolean))
      if (filled.length !== 12) throw new Error(`it has ${filled.length} rows`)
      if (!filled.some((r) => r.some((c) => c.includes('爆炸物品')))) throw new Error('it lacks a measure')
    }],
    ['a view is kept under a name, and dropped', async (w) => {
      const p = await w.signedIn('anweiban')
      await p.go('/tasks?state=working&light=yellow')
      await p.click('view-save')
      await p.page.locator('#view-name').fill('要盯紧的')
      await p.page.locator('dialog [type=submit]').click()
      await p.go('/tasks')
      await p.page.getByRole('button', { name: '要盯紧的', exact: true }).click()
      await p.page.waitForURL(/light=yellow/)
      await p.page.getByRole('button', { name: '删除视图 要盯紧的' }).click()
      await p.sees('已删除视图“要盯紧的”')
    }],
    ['the same tasks as a board', async (w) => {
      const p = await w.signedIn('anweiban')
      await p.go('/tasks?level=measures')
      await p.click('view-board')
      await p.has('board', '办理中')
      await p.page.locator('[data-testid="board"] li').first().waitFor()
      if (await p.page.locator('[data-testid="board"] li').count() !== 12) throw new Error('the board lacks a measure')
      await p.accessible('board')
    }],
    ['the search over everything finds a word of two characters', async (w) => {
      const p = await w.signedIn('anweiban')
      await p.fill('search', '炸药')
      await p.at('search').press('Enter')
      await p.has('search-results', '爆炸物品')
      await p.page.locator('[data-testid="search-results"] a').first().click()
      await p.has('task-page')
    }],
  ],
}
