/* How the map looks, and how much of the world it shows first. */
import type { LayerSpecification } from 'maplibre-gl'
import type { MapData } from '@/api/mines'

export const COLOURS = { working: '#2f8f5b', stopped: '#b42318', unknown: '#c99a2e', ended: '#8b98a3' }
type Colour = [string, ...unknown[]]
const byState = ['match', ['get', 'state'], 'working', COLOURS.working, 'stopped', COLOURS.stopped, 'unknown', COLOURS.unknown, COLOURS.ended] as Colour
const only = (layer: string) => ['==', ['get', 'layer'], layer]

export function layersOf(): LayerSpecification[] {
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': '#eef1f4' } },
    { id: 'licence', type: 'fill', source: 'all', filter: only('licence'), paint: { 'fill-color': byState, 'fill-opacity': 0.1 } },
    { id: 'licence-edge', type: 'line', source: 'all', filter: only('licence'), paint: { 'line-color': '#55646f', 'line-width': 1.5, 'line-dasharray': [3, 2] } },
    { id: 'place', type: 'fill', source: 'all', filter: only('place'), paint: { 'fill-color': '#7d8b97', 'fill-opacity': 0.45 } },
    { id: 'mine', type: 'circle', source: 'all', filter: only('mine'), paint: { 'circle-radius': ['interpolate', ['linear'], ['zoom'], 7, 4, 13, 9], 'circle-color': byState, 'circle-stroke-color': '#fff', 'circle-stroke-width': 1.5 } },
  ] as LayerSpecification[]
}

type Nested = number | Nested[]

/* West, south, east, north of all that is drawn; a single mine gets some land around it. */
export function boundsOf(data: MapData): [number, number, number, number] {
  let w = 180, s = 90, e = -180, n = -90
  const take = (c: Nested): void => {
    if (!Array.isArray(c)) return
    if (typeof c[0] === 'number') {
      w = Math.min(w, c[0]); e = Math.max(e, c[0]); s = Math.min(s, c[1] as number); n = Math.max(n, c[1] as number)
    } else c.forEach(take)
  }
  for (const f of data.features) if ('coordinates' in f.geometry) take(f.geometry.coordinates as Nested)
  if (w > e) return [73, 18, 135, 54]
  const pad = 0.005
  return [w - pad, s - pad, e + pad, n + pad]
}
