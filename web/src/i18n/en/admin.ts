import type zh from '../zh/admin'

const en: Record<keyof typeof zh, string> = {
}
export default en
