// An empty platform: three administrators are made in the page, each does what is theirs and is refused the rest.
const OWN = 'Yanshan-2023-ok'
const FIRST = { county_name: '岩山县', county_code: '219901', 'system.name': '系管员', 'system.login': 'xiguan', 'security.name': '安管员',
  'security.login': 'anguan', 'audit.name': '审管员', 'audit.login': 'shenguan' }
const ADMINS = ['system', 'security', 'audit']

/* Whose password was set by another chooses their own first. */
async function chooseOwn(person, old) {
  await person.sees('请先改成只有自己知道的密码')
  await person.page.locator('#old_password').fill(old)
  await person.page.locator('#new_password').fill(OWN)
  await person.page.locator('#again').fill(OWN)
  await person.page.locator('form').filter({ has: person.page.locator('#new_password') }).locator('[type=submit]').click()
  await person.sees('密码已修改')
}

async function fillFirst(p) {
  for (const [field, text] of Object.entries(FIRST)) await p.fill(`first-${field}`, text)
  for (const a of ADMINS) for (const box of ['password', 'again']) await p.fill(`first-${a}.${box}`, `Set-at-first-${a}`)
}

export default {
  empty: true,
  steps: [
    ['an empty platform opens with the page that makes its administrators', async (w) => {
      const p = await w.person('xiguan')
      await p.page.goto(w.url)
      await p.has('first-run-form')
      await p.sees('初次使用：设立管理员')
      await p.accessible('first run')
      await p.words('zh', 'first run')
    }],
    ['what is wrong in it is said beside the field', async (w) => {
      const p = await w.person('xiguan')
      await fillFirst(p)
      await p.fill('first-security.login', 'xiguan')
      await p.fill('first-audit.password', 'Sh0rt')
      await p.click('first-submit')
      await p.sees('三位管理员的用户名不能相同。')
      await p.sees(/至少 \d+ 个字符。/)
    }],
    ['the three are made, and the system administrator is signed in', async (w) => {
      const p = await w.person('xiguan')
      await fillFirst(p)
      await p.click('first-submit')
      await p.at('user-menu').waitFor()
      await p.sees('单位与人员', 'h1')
      await p.sees('岩山县公安局')
    }],
    ['nobody comes to the first run again', async (w) => {
      const p = await w.person('a stranger')
      await p.page.goto(`${w.url}/first-run`)
      await p.has('sign-in-form')
    }],
    ['a wrong password is refused in plain words', async (w) => {
      const p = await w.person('a stranger')
      p.expectRefusal(401)
      await p.fill('sign-in-name', 'xiguan')
      await p.fill('sign-in-password', 'not the password')
      await p.click('sign-in-submit')
      await p.has('error-password', '密码')
    }],
    ['the system administrator adds a person, whose password is shown once', async (w, m) => {
      const p = await w.person('xiguan')
      await p.click('tab-people')
      await p.click('person-new')
      await p.fill('person-name', '赵督查')
      await p.fill('person-login', 'zhaoducha')
      await p.page.locator('#person-form .el-select input').fill('安委办')
      await p.page.getByRole('option', { name: '岩山县安全生产委员会办公室' }).click()
      await p.click('person-save')
      m.password = (await (await p.has('one-time-password')).innerText()).trim()
      await p.page.keyboard.press('Escape')
      await p.has('person-row', '赵督查')
    }],
    ['but may not grant a role', async (w) => {
      const p = await w.person('xiguan')
      const row = await p.has('person-row', '赵督查')
      if (await row.getByRole('button', { name: /授予角色/ }).count()) throw new Error('the system administrator is offered to grant roles')
      p.expectRefusal(403)
      const status = await p.page.evaluate(async () => {
        const people = await (await fetch('/api/people?q=zhaoducha')).json()
        return (await fetch(`/api/people/${people.items[0].id}/roles`, { method: 'POST', headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ role: 'supervisor', grant: true }) })).status
      })
      if (status !== 403) throw new Error(`granting a role as system administrator answered ${status}`)
    }],
    ['the security administrator chooses a password of their own and grants the role', async (w) => {
      const p = await w.person('anguan')
      await p.signIn('anguan', 'Set-at-first-security')
      await chooseOwn(p, 'Set-at-first-security')
      await p.go('/orgs?tab=people')
      await (await p.has('person-row', '赵督查')).getByRole('button', { name: /授予角色/ }).click()
      await p.at('role-supervisor').check()
      await p.page.getByTestId('role-supervisor').and(p.page.locator(':checked:enabled')).waitFor()
      await p.page.keyboard.press('Escape')
      await p.has('person-row', '督查员')
    }],
    ['administrators come to no business page', async (w) => {
      const p = await w.person('anguan')
      await p.page.goto(`${w.url}/tasks`)
      await p.sees('您没有查看此页的权限')
      await p.sees(/看任务/, 'main')
    }],
    ['the new person chooses a password and finds an empty workbench that says what comes', async (w, m) => {
      const p = await w.person('zhaoducha')
      await p.signIn('zhaoducha', m.password)
      await chooseOwn(p, m.password)
      await p.click('menu-workbench')
      await p.sees('没有待办')
      await p.click('menu-notices')
      await p.sees('还没有通知')
      await p.accessible('an empty list of notices')
    }],
    ['the audit administrator reads who did what', async (w) => {
      const p = await w.person('shenguan')
      await p.signIn('shenguan', 'Set-at-first-audit')
      await chooseOwn(p, 'Set-at-first-audit')
      await p.go('/orgs?tab=audit')
      await p.sees('zhaoducha', 'main table')
      await p.sees('授予角色', 'main table')
      await p.accessible('the audit trail')
    }],
  ],
}
