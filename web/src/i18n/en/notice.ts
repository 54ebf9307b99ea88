import type zh from '../zh/notice'

const en: Record<keyof typeof zh, string> = {
}
export default en
