import { expect, test } from 'vitest'
import { caseLight, monthSpan, scaleLight, ticketLight, tonnes } from './marks'

test('a case is red when its decision, payment or copy is late', () => {
  expect(caseLight({ state: 'handed', due: '2023-10-20' }, '2023-10-25')).toBe('red')
  expect(caseLight({ state: 'closed', due: '2023-11-01' }, '2023-10-25')).toBe('yellow')
  expect(caseLight({ state: 'copied', due: '' }, '2023-10-25')).toBe('green')
})
test('a scale without a valid certificate is red', () => {
  expect(scaleLight({ active: true, certificate: 'J', valid_to: '2023-10-24' }, '2023-10-25')).toBe('red')
  expect(scaleLight({ active: true, certificate: 'J', valid_to: '2023-10-25' }, '2023-10-25')).toBe('green')
  expect(scaleLight({ active: false, certificate: '', valid_to: '' }, '2023-10-25')).toBe('grey')
})
test('tickets: overloaded, marked, plain', () => {
  expect(ticketLight({ result: 'fine', over_kg: 10, flags: 0, decision: '' })).toBe('red')
  expect(ticketLight({ result: 'ok', over_kg: 0, flags: 4, decision: 'open' })).toBe('yellow')
  expect(ticketLight({ result: 'ok', over_kg: 0, flags: 0, decision: 'open' })).toBe('green')
})
test('months and tonnes', () => {
  expect(monthSpan('2024-02')).toEqual({ from: '2024-02-01', to: '2024-02-29' })
  expect(tonnes(48620)).toBe('48.62')
  expect(tonnes(48625)).toBe('48.625')
})
