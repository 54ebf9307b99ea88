// The supervisor brings a notice, puts right what was read, and issues it; then an amendment of an issued one.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, work } from '../server.mjs'

const file = (name) => join(root, 'test/e2e/files', name)
const item = (p, no) => p.page.locator(`[data-testid="item"][data-no="${no}"]`)
const titleOf = (p, no) => item(p, no).locator('h3')
const saved = (p) => p.page.locator('[data-testid="save-state"][data-state="saved"]').waitFor()
const count = async (p, n) => p.page.waitForFunction((want) => document.querySelectorAll('[data-testid="item"]').length === want, n)

/* A file as a person drops it: not through the file dialogue. */
async function drop(p, path, name, type, text) {
  const bytes = [...Buffer.from(text)]
  const transfer = await p.page.evaluateHandle(([data, n, mime]) => {
    const t = new DataTransfer()
    t.items.add(new File([new Uint8Array(data)], n, { type: mime }))
    return t
  }, [bytes, name, type])
  await p.page.locator('section.drop').dispatchEvent('drop', { dataTransfer: transfer })
}

/* The demonstration county's own notice with one deadline put off and one task more. */
function amended() {
  const path = join(work, 'amended.docx')
  const script = `
import sys, zipfile
old = zipfile.ZipFile(sys.argv[1])
with zipfile.ZipFile(sys.argv[2], 'w') as new:
    for n in old.namelist():
        data = old.read(n).decode()
        if n == 'word/document.xml':
            data = data.replace('12月31日前完成', '12月20日前完成').replace('2023〕17号', '2023〕19号')
        new.writestr(n, data)
`
  writeFileSync(join(work, 'amend.py'), script)
  execFileSync('python3', [join(work, 'amend.py'), join(root, 'examples/qingling/notice.docx'), path])
  return path
}

export default {
  steps: [
    ['a text that is no notice opens with a clear word', async (w) => {
      const p = await w.signedIn('anweiban')
      await p.click('menu-notices')
      await p.at('notice-input').setInputFiles(file('letter.txt'))
      await p.has('review')
      await p.sees('没有读出任务')
      await p.accessible('a text without tasks')
    }],
    ['a file that is no document is refused, saying what to do', async (w) => {
      const p = await w.signedIn('anweiban')
      await p.click('menu-notices')
      p.expectRefusal(400)
      await p.at('notice-input').setInputFiles({ name: 'program.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0\0\0') })
      await p.has('upload-error', /不是文档.*请/)
    }],
    ['a dropped notice is read: five tasks, its words marked', async (w) => {
      const p = await w.signedIn('anweiban')
      const { readFileSync } = await import('node:fs')
      await drop(p, file('notice.txt'), 'notice.txt', 'text/plain', readFileSync(file('notice.txt')))
      await p.has('review')
      await count(p, 5)
      for (const kind of ['title', 'lead', 'cooperate', 'deadline', 'odd', 'unused'])
        await p.page.locator(`[data-testid="source"] mark[data-kind="${kind}"]`).first().waitFor()
      await p.page.locator('mark[data-kind="lead"]', { hasText: '县公安局' }).first().click()
      await p.page.locator('[data-testid="item"][data-no="1"].on').waitFor()
      await p.accessible('review')
    }],
    ['a title is corrected, and saved by itself', async (w) => {
      const p = await w.signedIn('anweiban')
      await item(p, 1).getByTestId('edit-0').click()
      await p.at('item-title').fill('逐库清查矿山火工材料')
      await p.at('item-title').press('Tab')
      await item(p, 1).getByTestId('edit-0').click()
      await titleOf(p, 1).filter({ hasText: '逐库清查矿山火工材料' }).waitFor()
      await saved(p)
      await p.page.reload()
      await p.sees('逐库清查矿山火工材料', 'h3')
    }],
    ['an unknown unit is shown as one, and confirmed from the candidates or by name', async (w) => {
      const p = await w.signedIn('anweiban')
      const unit = item(p, 4).getByTestId('units-cooperate').getByTestId('unit').filter({ hasText: '县矿产稽查大队' })
      await unit.click()
      await p.sees('没有找到“县矿产稽查大队”')
      await item(p, 4).locator('.pop .el-select input').fill('自然资源')
      await p.page.getByRole('option', { name: '青岭县自然资源局' }).click()
      await item(p, 4).getByTestId('unit').filter({ hasText: '自然资源局' }).waitFor()
      await saved(p)
    }],
    ['a task is split, and the split is taken back', async (w) => {
      const p = await w.signedIn('anweiban')
      await item(p, 2).getByTestId('split').click()
      await p.click('cut-2')
      await count(p, 6)
      await item(p, '2-2').waitFor()
      await p.click('review-undo')
      await count(p, 5)
      await item(p, 2).waitFor()
    }],
    ['two tasks are merged, and that is taken back too', async (w) => {
      const p = await w.signedIn('anweiban')
      await item(p, 4).getByTestId('merge').click()
      await count(p, 4)
      await item(p, 4).getByTestId('units-lead').getByText('县应急管理局').waitFor()
      await p.at('undo').last().click()
      await count(p, 5)
    }],
    ['a task is added and written, another removed', async (w) => {
      const p = await w.signedIn('anweiban')
      await p.click('add-item')
      await count(p, 6)
      await p.at('item-title').fill('每周汇总整治情况')
      await p.at('item-title').press('Tab')
      const added = p.page.getByTestId('item').last()
      await added.locator('.no input').fill('6')
      await added.locator('.no input').press('Tab')
      await item(p, 6).getByTestId('add-unit-lead').click()
      await item(p, 6).locator('.pop .el-select input').fill('应急')
      await p.page.getByRole('option', { name: '青岭县应急管理局' }).click()
      await item(p, 6).getByTestId('edit-5').click()
      await item(p, 5).getByTestId('remove').click()
      await count(p, 5)
      await saved(p)
    }],
    ['a slip is put right at a press, a finding is set aside', async (w) => {
      const p = await w.signedIn('anweiban')
      await item(p, 3).getByRole('button', { name: '改为“巡逻”' }).click()
      await titleOf(p, 3).filter({ hasText: '巡逻' }).waitFor()
      const finding = item(p, 4).getByTestId('finding').filter({ hasText: '市场监督' })
      await finding.getByTestId('finding-ignore').click()
      await item(p, 4).getByRole('button', { name: '恢复' }).waitFor()
      await saved(p)
    }],
    ['a department sees nothing of it before it is issued', async (w) => {
      const p = await w.signedIn('gongan')
      await p.click('menu-notices')
      await p.sees('关于印发全县矿山安全生产十二项举措任务分工的通知')
      if (await p.page.getByText('冬季矿山安全集中整治').count()) throw new Error('a department sees a draft')
    }],
    ['the notice is issued, and the departments are told', async (w, m) => {
      const p = await w.signedIn('anweiban')
      await p.click('issue')
      await p.sees('5 项任务将下达给', 'dialog')
      await p.accessible('the question before issuing')
      const looked = p.at('issue-looked')
      if (await looked.count()) await looked.check()
      await p.click('issue-confirm')
      await p.has('notice-state', '已下达')
      m.notice = new URL(p.page.url()).pathname
      await p.sees('逐库清查矿山火工材料')
      const q = await w.signedIn('gongan')
      await q.click('menu-workbench')
      await q.has('todo', '逐库清查矿山火工材料')
    }],
    ['the same file brought again is known', async (w, m) => {
      const p = await w.signedIn('anweiban')
      await p.click('menu-notices')
      await p.at('notice-input').setInputFiles(file('notice.txt'))
      await p.has('duplicate', '这份通知已经导入过。')
      await p.page.getByRole('link', { name: '查看原来的' }).click()
      await p.has('notice-state', '已下达')
      if (new URL(p.page.url()).pathname !== m.notice) throw new Error('it leads to another notice')
    }],
    ['an amended copy (docx) is compared with what was issued, task by task', async (w) => {
      const p = await w.signedIn('anweiban')
      await p.click('menu-notices')
      await p.at('notice-input').setInputFiles(amended())
      await p.has('review')
      await count(p, 12)
      await p.go(new URL(p.page.url()).pathname.replace('/review', ''))
      await p.click('amends')
      const twelve = await p.page.locator('#amended option', { hasText: '十二项举措' }).first().getAttribute('value')
      await p.page.locator('#amended').selectOption(twelve)
      await p.page.locator('dialog [type=submit]').click()
      const row = await p.has('compare', '20日前完成')
      await row.locator('article').filter({ hasText: /^有变化/ }).first().waitFor()
      if (await row.locator('article').count() !== 1) throw new Error(`one task differs, ${await row.locator('article').count()} are shown`)
      await p.accessible('the comparison')
    }],
    ['issuing the amendment moves the deadline of the task that it changes', async (w) => {
      const p = await w.signedIn('anweiban')
      await p.page.getByRole('link', { name: '核对', exact: true }).first().click()
      await p.has('review')
      await p.click('issue')
      if (await p.at('issue-looked').count()) await p.at('issue-looked').check()
      await p.click('issue-confirm')
      await p.has('notice-state', '已下达')
      await p.go('/tasks?q=年终考核&level=measures')
      await p.has('task-row', '12月20日')
    }],
  ],
}
