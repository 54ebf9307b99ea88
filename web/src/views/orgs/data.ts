import { lang } from '@/i18n'
import type { RoleInfo } from '@/api/model'

export const ORG_KINDS = ['county', 'leadership', 'department', 'town', 'enterprise', 'third_party'] as const
export const roleName = (r: RoleInfo) => (lang.value === 'zh' ? r.zh : r.en)
