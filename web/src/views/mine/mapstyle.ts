/* How the map looks, and how much of the world it shows first. */
import type { LayerSpecification } from 'maplibre-gl'
import type { FeatureCollection } from 'geojson'
import type { MapData, MarkLayer, TownMap } from '@/api/mines'

export const COLOURS = { working: '#2f8f5b', stopped: '#b42318', unknown: '#c99a2e', ended: '#8b98a3' }
type Colour = [string, ...unknown[]]
const byState = ['match', ['get', 'state'], 'working', COLOURS.working, 'stopped', COLOURS.stopped, 'unknown', COLOURS.unknown, COLOURS.ended] as Colour
const only = (layer: string) => ['==', ['get', 'layer'], layer]

export function layersOf(base: boolean): LayerSpecification[] {
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': '#eef1f4' } },
    ...(base ? [{ id: 'base', type: 'raster', source: 'base', paint: { 'raster-saturation': -0.4, 'raster-opacity': 0.85 } }] : []),
    { id: 'town', type: 'fill', source: 'towns', paint: { 'fill-color': '#ffffff', 'fill-opacity': base ? 0.1 : 0.7 } },
    { id: 'town-edge', type: 'line', source: 'towns', paint: { 'line-color': '#a9b4be', 'line-width': 1 } },
    { id: 'licence', type: 'fill', source: 'all', filter: only('licence'), paint: { 'fill-color': byState, 'fill-opacity': 0.1 } },
    { id: 'licence-edge', type: 'line', source: 'all', filter: only('licence'), paint: { 'line-color': '#55646f', 'line-width': 1.5, 'line-dasharray': [3, 2] } },
    { id: 'place', type: 'fill', source: 'all', filter: only('place'), paint: { 'fill-color': '#7d8b97', 'fill-opacity': 0.45 } },
    { id: 'mark', type: 'circle', source: 'marks', paint: { 'circle-radius': ['interpolate', ['linear'], ['zoom'], 7, 8, 13, 15], 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': ['case', ['get', 'urgent'], '#b42318', '#c99a2e'], 'circle-stroke-width': 2 } },
    { id: 'mine', type: 'circle', source: 'all', filter: only('mine'), paint: { 'circle-radius': ['interpolate', ['linear'], ['zoom'], 7, 4, 13, 9], 'circle-color': byState, 'circle-stroke-color': '#fff', 'circle-stroke-width': 1.5 } },
  ] as LayerSpecification[]
}

/* The mines that a layer marks, as points with what is said of them. */
export function marksOf(data: MapData, layers: MarkLayer[]): FeatureCollection {
  const at = new Map(data.features.filter((f) => f.properties.layer === 'mine').map((f) => [f.properties.mine, f.geometry]))
  const marks = new Map<number, { urgent: boolean; texts: string[] }>()
  for (const l of layers) for (const i of l.items) {
    const m = marks.get(i.mine) ?? { urgent: false, texts: [] }
    m.urgent ||= i.urgent
    m.texts.push(i.text)
    marks.set(i.mine, m)
  }
  return { type: 'FeatureCollection', features: [...marks].filter(([id]) => at.has(id)).map(([id, m]) => ({ type: 'Feature', geometry: at.get(id)!, properties: { mine: id, urgent: m.urgent, text: m.texts.join('；') } })) }
}

type Nested = number | Nested[]

/* West, south, east, north of all that is drawn; a single mine gets some land around it. */
export function boundsOf(data: MapData | TownMap): [number, number, number, number] {
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
