// What the county keeps: rules with their sources, the ledger and its proofs, organisations and people.
export default {
  steps: [
    ['the rules in force on a day, with source and versions', async (w) => {
      const p = await w.signedIn('anweiban')
      await p.click('menu-rules')
      await p.has('rule', '任务')
      await p.accessible('rules')
      await p.page.getByRole('button', { name: /历次版本/ }).first().click()
      await p.has('dialog', /第 1 版|自/)
      await p.accessible('versions of a rule')
      await p.page.keyboard.press('Escape')
      await p.at('rules-day').fill('1990-01-01')
      await p.at('rules-day').dispatchEvent('change')
      await p.page.waitForURL(/day=1990-01-01/)
      await p.sees('1990年1月1日有效的规则')
    }],
    ['an entry of the ledger is proved in the browser itself', async (w) => {
      const p = await w.signedIn('auditor')
      await p.click('menu-ledger')
      const entry = await p.has('entry', '#')
      await entry.getByTestId('prove').click()
      await p.page.locator('[data-testid="proof-verdict"][data-verdict="proved"]').waitFor()
      await p.sees('已在您的浏览器里验证')
      await p.accessible('a proof')
      const [file] = await Promise.all([p.page.waitForEvent('download'), p.page.getByRole('link', { name: '下载证明' }).click()])
      if (!/^proof-\d+\.json$/.test(file.suggestedFilename())) throw new Error(file.suggestedFilename())
      await p.page.keyboard.press('Escape')
    }],
    ['the whole ledger is verified by the server', async (w) => {
      const p = await w.signedIn('auditor')
      await p.click('verify')
      await p.has('verdict', '存证完整。')
      await p.sees(/核验了 \d+ 条记录/)
      await p.accessible('ledger')
    }],
    ['organisations are found by an alias', async (w) => {
      const p = await w.signedIn('sysadmin')
      await p.click('menu-orgs')
      await p.fill('org-q', '安监局')
      await p.at('org-q').press('Enter')
      await p.has('org-row', '应急管理局')
      await p.page.waitForFunction(() => document.querySelectorAll('[data-testid="org-row"]').length === 1)
    }],
    ['the system administrator adds an organisation, whose name may not be taken', async (w) => {
      const p = await w.signedIn('sysadmin')
      await p.go('/orgs')
      await p.click('org-new')
      await p.fill('org-name', '青岭县矿产稽查大队')
      await p.page.locator('#o-short').fill('县矿产稽查大队')
      await p.accessible('the form of an organisation')
      await p.click('org-save')
      await p.has('org-row', '青岭县矿产稽查大队')
      await p.click('org-new')
      await p.fill('org-name', '青岭县公安局')
      p.expectRefusal(409)
      await p.click('org-save')
      await p.sees(/已有|已经|重复|占用/)
      await p.page.keyboard.press('Escape')
    }],
    ['people, roles and who may do what', async (w) => {
      const p = await w.signedIn('secadmin')
      await p.go('/orgs?tab=people')
      await p.has('person-row', 'anweiban')
      await p.accessible('people')
      await p.click('tab-roles')
      await p.sees('三员分立')
      await p.accessible('roles')
    }],
    ['who types a wrong password too often is locked, and unlocked by the security administrator', async (w) => {
      const p = await w.person('huanjing'), s = await w.signedIn('secadmin')
      await p.page.goto(`${w.url}/sign-in`)
      for (let i = 0; i < 5; i++) {
        p.expectRefusal(401)
        await p.fill('sign-in-name', 'huanjing')
        await p.fill('sign-in-password', `wrong-password-${i}`)
        await Promise.all([p.page.waitForResponse((r) => r.url().endsWith('/api/session') && r.request().method() === 'POST'), p.click('sign-in-submit')])
        await p.has('error-password')
      }
      await p.has('error-password', '锁定')
      await s.go('/orgs?tab=people&q=huanjing')
      await (await s.has('person-row', '已锁定')).getByRole('button', { name: '解锁' }).click()
      await s.sees('已解锁')
      await p.signIn('huanjing')
    }],
  ],
}
