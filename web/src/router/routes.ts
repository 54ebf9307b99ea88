/* Every page has an address.  meta.perm: what GET /api/session must list for it; meta.menu: its place on the left. */
import type { RouteRecordRaw } from 'vue-router'
import type { IconName } from '@/components/icons'
import type { Key, Part } from '@/i18n'

declare module 'vue-router' {
  interface RouteMeta {
    title?: Key
    perm?: string[]
    open?: boolean
    /* For whoever comes by, signed in or not. */
    anyone?: boolean
    /* Works without network: the session is not waited for. */
    offline?: boolean
    /* Words that only these pages need. */
    words?: Part[]
    icon?: IconName
    group?: Key
    parent?: string
  }
}

const inside: RouteRecordRaw[] = [
  { path: '', name: 'workbench', component: () => import('@/views/workbench/Workbench.vue'), meta: { title: 'nav.workbench', icon: 'home' } },
  { path: 'overview', name: 'overview', component: () => import('@/views/overview/Overview.vue'), meta: { title: 'nav.overview', icon: 'gauge', perm: ['TASK_READ'] } },
  { path: 'tasks', name: 'tasks', component: () => import('@/views/tasks/TaskList.vue'), meta: { title: 'nav.tasks', icon: 'tasks', perm: ['TASK_READ'] } },
  { path: 'tasks/:id(\\d+)', name: 'task', component: () => import('@/views/tasks/TaskPage.vue'), meta: { title: 'nav.task', parent: 'tasks', perm: ['TASK_READ'] } },
  { path: 'notices', name: 'notices', component: () => import('@/views/notices/NoticeList.vue'), meta: { title: 'nav.notices', icon: 'notice', perm: ['NOTICE_READ'] } },
  { path: 'notices/:id(\\d+)', name: 'notice', component: () => import('@/views/notices/NoticePage.vue'), meta: { title: 'nav.notice', parent: 'notices', perm: ['NOTICE_READ'] } },
  { path: 'notices/:id(\\d+)/review', name: 'review', component: () => import('@/views/notices/ReviewPage.vue'), meta: { title: 'nav.review', parent: 'notices', perm: ['NOTICE_EDIT'] } },
  { path: 'notices/:id(\\d+)/compare', name: 'compare', component: () => import('@/views/notices/ComparePage.vue'), meta: { title: 'nav.compare', parent: 'notices', perm: ['NOTICE_READ'] } },
  { path: 'mines', name: 'mines', component: () => import('@/views/mine/MineList.vue'), meta: { title: 'nav.mines', icon: 'mine', group: 'nav.group.mines', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'mines/:id(\\d+)', name: 'mine', component: () => import('@/views/mine/MinePage.vue'), meta: { title: 'nav.mine', parent: 'mines', perm: ['MINE_READ'], words: ['mine', 'haulage', 'balance', 'tenure'] } },
  { path: 'map', name: 'map', component: () => import('@/views/mine/MapPage.vue'), meta: { title: 'nav.map', icon: 'map', group: 'nav.group.mines', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'hazards', name: 'hazards', component: () => import('@/views/hazard/HazardList.vue'), meta: { title: 'nav.hazards', icon: 'warn', group: 'nav.group.mines', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'hazards/:id(\\d+)', name: 'hazard', component: () => import('@/views/hazard/HazardPage.vue'), meta: { title: 'nav.hazard', parent: 'hazards', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'hazards/statistics', name: 'hazard-stats', component: () => import('@/views/hazard/HazardStats.vue'), meta: { title: 'nav.hazard-stats', parent: 'hazards', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'weather', name: 'weather', component: () => import('@/views/hazard/WeatherPage.vue'), meta: { title: 'nav.weather', parent: 'hazards', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'ahead', name: 'ahead', component: () => import('@/views/hazard/AheadPage.vue'), meta: { title: 'nav.ahead', parent: 'hazards', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'mines/import', name: 'mine-import', component: () => import('@/views/mine/MineImport.vue'), meta: { title: 'nav.mine-import', parent: 'mines', perm: ['MINE_MANAGE'], words: ['mine'] } },
  { path: 'hazards/criteria', name: 'criteria', component: () => import('@/views/hazard/CriteriaPage.vue'), meta: { title: 'nav.criteria', parent: 'hazards', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'inspections', name: 'inspections', component: () => import('@/views/hazard/InspectionList.vue'), meta: { title: 'nav.inspections', parent: 'hazards', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'inspections/:id(\\d+)', name: 'inspection', component: () => import('@/views/hazard/InspectionPage.vue'), meta: { title: 'nav.inspection', parent: 'inspections', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'stop-orders', name: 'stop-orders', component: () => import('@/views/hazard/StopOrderList.vue'), meta: { title: 'nav.stop-orders', parent: 'hazards', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'stop-orders/:id(\\d+)', name: 'stop-order', component: () => import('@/views/hazard/StopOrderPage.vue'), meta: { title: 'nav.stop-order', parent: 'stop-orders', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'investigations', name: 'investigations', component: () => import('@/views/hazard/InvestigationList.vue'), meta: { title: 'nav.investigations', parent: 'hazards', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'investigations/:id(\\d+)', name: 'investigation', component: () => import('@/views/hazard/InvestigationPage.vue'), meta: { title: 'nav.investigation', parent: 'investigations', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'resumptions', name: 'resumptions', component: () => import('@/views/resumption/ResumptionList.vue'), meta: { title: 'nav.resumptions', icon: 'stop', group: 'nav.group.mines', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'resumptions/:id(\\d+)', name: 'resumption', component: () => import('@/views/resumption/ResumptionPage.vue'), meta: { title: 'nav.resumption', parent: 'resumptions', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'accidents', name: 'accidents', component: () => import('@/views/accident/AccidentList.vue'), meta: { title: 'nav.accidents', icon: 'flag', group: 'nav.group.mines', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'accidents/:id(\\d+)', name: 'accident', component: () => import('@/views/accident/AccidentPage.vue'), meta: { title: 'nav.accident', parent: 'accidents', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'accountability', name: 'accountability', component: () => import('@/views/accident/CaseList.vue'), meta: { title: 'nav.accountability', parent: 'accidents', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'accountability/:id(\\d+)', name: 'case', component: () => import('@/views/accident/CasePage.vue'), meta: { title: 'nav.case', parent: 'accountability', perm: ['MINE_READ'], words: ['mine'] } },
  { path: 'appraisal', name: 'appraisal', component: () => import('@/views/accident/AppraisalPage.vue'), meta: { title: 'nav.appraisal', parent: 'accidents', perm: ['APPRAISAL_READ'], words: ['mine'] } },
  { path: 'appraisal/lists', name: 'appraisals', component: () => import('@/views/accident/AppraisalLists.vue'), meta: { title: 'nav.appraisals', parent: 'accidents', perm: ['TASK_READ'], words: ['mine'] } },
  { path: 'appraisal/lists/:id(\\d+)', name: 'appraisal-list', component: () => import('@/views/accident/AppraisalListPage.vue'), meta: { title: 'nav.appraisals', parent: 'appraisals', perm: ['TASK_READ'], words: ['mine'] } },
  { path: 'measures', name: 'measures', component: () => import('@/views/measures/MeasureList.vue'), meta: { title: 'nav.measures', icon: 'star', group: 'nav.group.mines', perm: ['TASK_READ'], words: ['mine'] } },
  { path: 'measures/:id(\\d+)', name: 'measure', component: () => import('@/views/measures/MeasurePage.vue'), meta: { title: 'nav.measure', parent: 'measures', perm: ['TASK_READ'], words: ['mine'] } },
  { path: 'feedback', name: 'feedback', component: () => import('@/views/feedback/FeedbackList.vue'), meta: { title: 'nav.feedback', icon: 'chat', group: 'nav.group.mines', perm: ['FEEDBACK_HANDLE'], words: ['mine', 'report'] } },
  { path: 'feedback/:id(\\d+)', name: 'feedback-one', component: () => import('@/views/feedback/FeedbackPage.vue'), meta: { title: 'nav.feedback.one', parent: 'feedback', perm: ['MINE_READ'], words: ['mine', 'report'] } },
  { path: 'feedback/digest', name: 'feedback-digest', component: () => import('@/views/feedback/DigestPage.vue'), meta: { title: 'nav.feedback.digest', parent: 'feedback', perm: ['MINE_READ'], words: ['mine', 'report'] } },
  { path: 'feedback/poster', name: 'feedback-poster', component: () => import('@/views/feedback/PosterPage.vue'), meta: { title: 'nav.feedback.poster', parent: 'feedback', perm: ['MINE_READ'], words: ['mine', 'report'] } },
  { path: 'explosives/purchases', name: 'ex-purchases', component: () => import('@/views/explosive/PurchaseList.vue'), meta: { title: 'nav.explosives', icon: 'bolt', group: 'nav.group.supply', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/purchases/:id(\\d+)', name: 'ex-purchase', component: () => import('@/views/explosive/PurchasePage.vue'), meta: { title: 'nav.ex-purchase', parent: 'ex-purchases', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/transports', name: 'ex-transports', component: () => import('@/views/explosive/TransportList.vue'), meta: { title: 'nav.ex-transports', parent: 'ex-purchases', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/transports/:id(\\d+)', name: 'ex-transport', component: () => import('@/views/explosive/TransportPage.vue'), meta: { title: 'nav.ex-transport', parent: 'ex-transports', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/quotas', name: 'ex-quotas', component: () => import('@/views/explosive/QuotaList.vue'), meta: { title: 'nav.ex-quotas', parent: 'ex-purchases', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/quotas/:id(\\d+)', name: 'ex-quota', component: () => import('@/views/explosive/QuotaPage.vue'), meta: { title: 'nav.ex-quota', parent: 'ex-quotas', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/magazines', name: 'ex-magazines', component: () => import('@/views/explosive/MagazineList.vue'), meta: { title: 'nav.ex-magazines', parent: 'ex-purchases', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/magazines/:id(\\d+)', name: 'ex-magazine', component: () => import('@/views/explosive/MagazinePage.vue'), meta: { title: 'nav.ex-magazine', parent: 'ex-magazines', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/journal', name: 'ex-journal', component: () => import('@/views/explosive/JournalList.vue'), meta: { title: 'nav.ex-journal', parent: 'ex-purchases', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/blasts', name: 'ex-blasts', component: () => import('@/views/explosive/BlastList.vue'), meta: { title: 'nav.ex-blasts', parent: 'ex-purchases', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/blasts/:id(\\d+)', name: 'ex-blast', component: () => import('@/views/explosive/BlastPage.vue'), meta: { title: 'nav.ex-blast', parent: 'ex-blasts', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/alerts', name: 'ex-alerts', component: () => import('@/views/explosive/AlertList.vue'), meta: { title: 'nav.ex-alerts', parent: 'ex-purchases', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/alerts/:id(\\d+)', name: 'ex-alert', component: () => import('@/views/explosive/AlertPage.vue'), meta: { title: 'nav.ex-alert', parent: 'ex-alerts', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/months', name: 'ex-months', component: () => import('@/views/explosive/MonthList.vue'), meta: { title: 'nav.ex-months', parent: 'ex-purchases', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/months/:id(\\d+)', name: 'ex-month', component: () => import('@/views/explosive/MonthPage.vue'), meta: { title: 'nav.ex-month', parent: 'ex-months', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/regulations', name: 'ex-regulations', component: () => import('@/views/explosive/RegulationList.vue'), meta: { title: 'nav.ex-regulations', parent: 'ex-purchases', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/regulations/:id(\\d+)', name: 'ex-regulation', component: () => import('@/views/explosive/RegulationPage.vue'), meta: { title: 'nav.ex-regulation', parent: 'ex-regulations', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/market', name: 'ex-market', component: () => import('@/views/explosive/MarketPage.vue'), meta: { title: 'nav.ex-market', parent: 'ex-purchases', perm: ['MARKET_WATCH'], words: ['mine', 'explosive'] } },
  { path: 'explosives/mines/:id(\\d+)', name: 'ex-account', component: () => import('@/views/explosive/AccountPage.vue'), meta: { title: 'nav.ex-account', parent: 'ex-purchases', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'explosives/detonators/:code', name: 'ex-detonator', component: () => import('@/views/explosive/DetonatorPage.vue'), meta: { title: 'nav.ex-detonator', parent: 'ex-magazines', perm: ['EXPLOSIVE_READ'], words: ['mine', 'explosive'] } },
  { path: 'rights', name: 'rights', component: () => import('@/views/tenure/RightList.vue'), meta: { title: 'nav.rights', icon: 'ledger', group: 'nav.group.supply', perm: ['TENURE_READ'], words: ['mine', 'tenure'] } },
  { path: 'rights/:id(\\d+)', name: 'right', component: () => import('@/views/tenure/RightPage.vue'), meta: { title: 'nav.right', parent: 'rights', perm: ['TENURE_READ'], words: ['mine', 'tenure'] } },
  { path: 'tenure/applications', name: 'applications', component: () => import('@/views/tenure/ApplicationList.vue'), meta: { title: 'nav.applications', parent: 'rights', perm: ['TENURE_READ'], words: ['mine', 'tenure'] } },
  { path: 'tenure/applications/:id(\\d+)', name: 'application', component: () => import('@/views/tenure/ApplicationPage.vue'), meta: { title: 'nav.application', parent: 'applications', perm: ['TENURE_READ'], words: ['mine', 'tenure'] } },
  { path: 'tenure/outside', name: 'outside', component: () => import('@/views/tenure/OutsideList.vue'), meta: { title: 'nav.outside', parent: 'rights', perm: ['TENURE_READ'], words: ['mine', 'tenure'] } },
  { path: 'tenure/outside/:id(\\d+)', name: 'outside-alert', component: () => import('@/views/tenure/OutsidePage.vue'), meta: { title: 'nav.outside-alert', parent: 'outside', perm: ['TENURE_READ'], words: ['mine', 'tenure'] } },
  { path: 'tenure/zones', name: 'zones', component: () => import('@/views/tenure/ZoneList.vue'), meta: { title: 'nav.zones', parent: 'rights', perm: ['TENURE_READ'], words: ['mine', 'tenure'] } },
  { path: 'operators', name: 'operators', component: () => import('@/views/tenure/OperatorList.vue'), meta: { title: 'nav.operators', parent: 'rights', perm: ['TENURE_READ'], words: ['mine', 'tenure'] } },
  { path: 'operators/:id(\\d+)', name: 'operator', component: () => import('@/views/tenure/OperatorPage.vue'), meta: { title: 'nav.operator', parent: 'operators', perm: ['TENURE_READ'], words: ['mine', 'tenure'] } },
  { path: 'haulage', name: 'haulage', component: () => import('@/views/haulage/DayPage.vue'), meta: { title: 'nav.haulage', icon: 'truck', group: 'nav.group.supply', perm: ['HAULAGE_READ'], words: ['mine', 'haulage'] } },
  { path: 'haulage/tickets', name: 'haulage-tickets', component: () => import('@/views/haulage/TicketList.vue'), meta: { title: 'nav.haulage-tickets', parent: 'haulage', perm: ['HAULAGE_READ'], words: ['mine', 'haulage'] } },
  { path: 'haulage/cases', name: 'haulage-cases', component: () => import('@/views/haulage/CaseList.vue'), meta: { title: 'nav.haulage-cases', parent: 'haulage', perm: ['HAULAGE_READ'], words: ['mine', 'haulage'] } },
  { path: 'haulage/sources', name: 'haulage-sources', component: () => import('@/views/haulage/SourcePage.vue'), meta: { title: 'nav.haulage-sources', parent: 'haulage', perm: ['HAULAGE_READ'], words: ['mine', 'haulage'] } },
  { path: 'haulage/routes', name: 'haulage-routes', component: () => import('@/views/haulage/RoutesPage.vue'), meta: { title: 'nav.haulage-routes', parent: 'haulage', perm: ['HAULAGE_READ'], words: ['mine', 'haulage'] } },
  { path: 'haulage/trucks', name: 'haulage-trucks', component: () => import('@/views/haulage/TruckList.vue'), meta: { title: 'nav.haulage-trucks', parent: 'haulage', perm: ['HAULAGE_READ'], words: ['mine', 'haulage'] } },
  { path: 'haulage/scales', name: 'haulage-scales', component: () => import('@/views/haulage/ScaleList.vue'), meta: { title: 'nav.haulage-scales', parent: 'haulage', perm: ['HAULAGE_READ'], words: ['mine', 'haulage'] } },
  { path: 'haulage/tickets/:id(\\d+)', name: 'haulage-ticket', component: () => import('@/views/haulage/TicketPage.vue'), meta: { title: 'nav.haulage-ticket', parent: 'haulage-tickets', perm: ['HAULAGE_READ'], words: ['mine', 'haulage'] } },
  { path: 'haulage/cases/:id(\\d+)', name: 'haulage-case', component: () => import('@/views/haulage/CasePage.vue'), meta: { title: 'nav.haulage-case', parent: 'haulage-cases', perm: ['HAULAGE_READ'], words: ['mine', 'haulage'] } },
  { path: 'haulage/measures/:id(\\d+)', name: 'haulage-measure', component: () => import('@/views/haulage/MeasurePage.vue'), meta: { title: 'nav.haulage-measure', parent: 'haulage-sources', perm: ['HAULAGE_READ'], words: ['mine', 'haulage'] } },
  { path: 'haulage/trucks/:id(\\d+)', name: 'haulage-truck', component: () => import('@/views/haulage/TruckPage.vue'), meta: { title: 'nav.haulage-truck', parent: 'haulage-trucks', perm: ['HAULAGE_READ'], words: ['mine', 'haulage'] } },
  { path: 'haulage/scales/:id(\\d+)', name: 'haulage-scale', component: () => import('@/views/haulage/ScalePage.vue'), meta: { title: 'nav.haulage-scale', parent: 'haulage-scales', perm: ['HAULAGE_READ'], words: ['mine', 'haulage'] } },
  { path: 'balance', name: 'balance', component: () => import('@/views/balance/BalanceList.vue'), meta: { title: 'nav.balance', icon: 'layers', group: 'nav.group.supply', perm: ['BALANCE_READ'], words: ['mine', 'balance'] } },
  { path: 'balance/:id(\\d+)', name: 'balance-mine', component: () => import('@/views/balance/BalancePage.vue'), meta: { title: 'nav.balance.mine', parent: 'balance', perm: ['BALANCE_READ'], words: ['mine', 'balance'] } },
  { path: 'balance/:id(\\d+)/books', name: 'balance-books', component: () => import('@/views/balance/BooksPage.vue'), meta: { title: 'nav.balance.books', parent: 'mines', perm: ['BALANCE_MANAGE'], words: ['mine', 'balance'] } },
  { path: 'balance/alerts', name: 'balance-alerts', component: () => import('@/views/balance/AlertList.vue'), meta: { title: 'nav.balance.alerts', parent: 'balance', perm: ['BALANCE_READ'], words: ['mine', 'balance'] } },
  { path: 'balance/alerts/:id(\\d+)', name: 'balance-alert', component: () => import('@/views/balance/AlertPage.vue'), meta: { title: 'nav.balance.alert', parent: 'balance-alerts', perm: ['BALANCE_READ'], words: ['mine', 'balance'] } },
  { path: 'orgs', name: 'orgs', component: () => import('@/views/orgs/OrgsPage.vue'), meta: { title: 'nav.orgs', icon: 'orgs', group: 'nav.group.county', perm: ['ORG_READ'] } },
  { path: 'rules', name: 'rules', component: () => import('@/views/rules/RulesPage.vue'), meta: { title: 'nav.rules', icon: 'rules', group: 'nav.group.county', perm: ['RULE_READ'] } },
  { path: 'ledger', name: 'ledger', component: () => import('@/views/ledger/LedgerPage.vue'), meta: { title: 'nav.ledger', icon: 'ledger', group: 'nav.group.county', perm: ['LEDGER_READ'] } },
  { path: 'search', name: 'search', component: () => import('@/views/misc/SearchPage.vue'), meta: { title: 'nav.search' } },
  { path: 'notifications', name: 'notifications', component: () => import('@/views/misc/NotificationsPage.vue'), meta: { title: 'nav.notifications' } },
  { path: 'settings', name: 'settings', component: () => import('@/views/settings/SettingsPage.vue'), meta: { title: 'nav.settings', icon: 'gear', group: 'nav.group.county' } },
  { path: 'forbidden', name: 'forbidden', component: () => import('@/views/misc/ForbiddenPage.vue'), meta: { title: 'forbidden.title' } },
  { path: ':rest(.*)*', name: 'not-found', component: () => import('@/views/misc/NotFoundPage.vue'), meta: { title: 'notfound.title' } },
]

export const routes: RouteRecordRaw[] = [
  { path: '/sign-in', name: 'sign-in', component: () => import('@/views/sign-in/SignIn.vue'), meta: { open: true } },
  { path: '/first-run', name: 'first-run', component: () => import('@/views/first-run/FirstRun.vue'), meta: { open: true } },
  { path: '/report', name: 'report', component: () => import('@/views/feedback/ReportPage.vue'), meta: { open: true, anyone: true, words: ['report'] } },
  { path: '/report/follow', name: 'report-follow', component: () => import('@/views/feedback/FollowPage.vue'), meta: { open: true, anyone: true, words: ['report'] } },
  { path: '/counter/:id(\\d+)', name: 'ex-counter', component: () => import('@/views/explosive/counter/CounterPage.vue'), meta: { title: 'nav.ex-counter', open: true, anyone: true, offline: true, words: ['app', 'mine', 'explosive'] } },
  { path: '/', component: () => import('@/layout/AppLayout.vue'), children: inside },
]

/* The left menu: the pages with an icon, in this order. */
export const menu = inside.filter((r) => r.meta?.icon)
