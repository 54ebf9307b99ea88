/* The map library's own words, in the user's language. */
import { t } from '@/i18n'

export const mapWords = (): Record<string, string> => ({
  'Map.Title': t('map.title'), 'Marker.Title': t('map.marker'), 'NavigationControl.ZoomIn': t('map.in'), 'NavigationControl.ZoomOut': t('map.out'),
})
