import type { Geometry } from 'geojson'
import { describe, expect, it } from 'vitest'
import type { MapData } from '@/api/mines'
import { boundsOf } from './mapstyle'

const at = (geometry: Geometry): MapData => ({ type: 'FeatureCollection', features: [{ type: 'Feature', geometry, properties: { layer: 'mine', mine: 1, name: '', kind: '', state: 'working', worst: null } }] })

describe('what the map shows first', () => {
  it('is all that is drawn, with a little land around', () => {
    expect(boundsOf(at({ type: 'Polygon', coordinates: [[[123, 40], [124, 41], [123.5, 42], [123, 40]]] }))).toEqual([122.995, 39.995, 124.005, 42.005])
    expect(boundsOf(at({ type: 'Point', coordinates: [123, 40] }))).toEqual([122.995, 39.995, 123.005, 40.005])
  })
  it('is the country where nothing is drawn', () => expect(boundsOf({ type: 'FeatureCollection', features: [] })).toEqual([73, 18, 135, 54]))
})
