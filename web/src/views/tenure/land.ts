/* What is drawn on a map of lands, and how each kind of it looks. */
import type { Geometry } from 'geojson'
import type { Key } from '@/i18n'

export type Look = 'own' | 'old' | 'right' | 'asked' | 'protected' | 'line' | 'place' | 'outside'
export interface Land { name: string; look: Look; shape: Geometry }

export const LOOKS: Record<Look, { colour: string; fill: number; wide: number; word: Key }> = {
  protected: { colour: '#2f8f5b', fill: 0.25, wide: 1.5, word: 'land.protected' },
  line: { colour: '#55646f', fill: 0.12, wide: 4, word: 'land.line' },
  right: { colour: '#8a5a00', fill: 0.2, wide: 1.5, word: 'land.right' },
  asked: { colour: '#7a4fa3', fill: 0.15, wide: 1.5, word: 'land.asked' },
  old: { colour: '#2f6f9f', fill: 0.1, wide: 1.5, word: 'land.old' },
  own: { colour: '#1d5fa8', fill: 0.2, wide: 2.5, word: 'land.own' },
  place: { colour: '#55646f', fill: 0.35, wide: 1, word: 'land.place' },
  outside: { colour: '#b42318', fill: 0.45, wide: 2, word: 'land.outside' },
}
const LINES = new Set(['road', 'highway', 'railway', 'river'])

export const lookOf = (what: string): Look => (what === 'right' ? 'right' : what === 'application' ? 'asked' : LINES.has(what) ? 'line' : 'protected')

/* A shape as the answer has it; a text where it stands in a table as one. */
export function geometryOf(shape: unknown): Geometry | null {
  const g = typeof shape === 'string' && shape ? (JSON.parse(shape) as unknown) : shape
  return g && typeof g === 'object' && 'type' in g ? (g as Geometry) : null
}

const places = (n: number) => (n >= 100 ? 0 : 1)
export const metres = (m: number): string => (m >= 10000 ? `${(m / 1000).toFixed(1)} km` : `${m.toFixed(places(m))} m`)
export const area = (m2: number): string => (m2 >= 100000 ? `${(m2 / 1e6).toFixed(4)} km²` : `${Math.round(m2).toLocaleString('en-US')} m²`)
