/* The fields of the registers' forms. */
import type { StepField } from '@/api/model'
import { t, tOr } from '@/i18n'

const choices = (names: string[], words: string) => names.map((value) => ({ value, label: tOr(`${words}.${value}`, value) }))
const text = (name: string, label: string, max = 60): StepField => ({ name, label, kind: 'text', required: false, max })
const int = (name: string, label: string): StepField => ({ name, label, kind: 'int', required: false })

export const scaleFields = (): StepField[] => [
  { name: 'kind', label: t('haulage.scale.kind'), kind: 'text', required: true, choices: choices(['weighbridge', 'station', 'wim'], 'haulage.scale') }, { name: 'mine', label: t('mine.name'), kind: 'int', required: false }, { name: 'org', label: t('haulage.scale.org'), kind: 'int', required: false },
  { name: 'name', label: t('haulage.scale.name'), kind: 'text', required: true, min: 2, max: 60 }, text('maker', t('haulage.scale.maker')), text('serial_no', t('haulage.scale.serial')),
  { name: 'accuracy_class', label: t('haulage.scale.class'), kind: 'text', required: true, choices: choices(['III', '0.2', '0.5', '1', '2', '5', '10'], 'haulage.class') }, int('max_kg', t('haulage.scale.max')), int('division_kg', t('haulage.scale.division')),
  text('certificate', t('haulage.scale.certificate')), { name: 'certified_on', label: t('haulage.scale.certified'), kind: 'day', required: false }, { name: 'valid_to', label: t('haulage.scale.valid'), kind: 'day', required: false }, text('issuer', t('haulage.scale.issuer'), 100),
  { name: 'lon', label: t('haulage.lon'), kind: 'real', required: false }, { name: 'lat', label: t('haulage.lat'), kind: 'real', required: false }, { name: 'active', label: t('haulage.scale.active'), kind: 'bool', required: false }]
export const truckFields = (): StepField[] => [
  { name: 'plate', label: t('haulage.plate'), kind: 'text', required: true, min: 5, max: 12 }, { name: 'kind', label: t('haulage.truck.kind'), kind: 'text', required: false, choices: choices(['truck', 'articulated', 'centre_axle', 'full_trailer'], 'haulage.truck') },
  int('axles', t('haulage.truck.axles')), int('drive_axles', t('haulage.truck.drive')), int('single_tyre_axles', t('haulage.truck.single')), { name: 'air_suspension', label: t('haulage.truck.air'), kind: 'bool', required: false }, int('axle_spacing_mm', t('haulage.truck.spacing')),
  int('rated_kg', t('haulage.rated')), int('tare_kg', t('haulage.truck.tare')), text('transport_no', t('haulage.truck.certificate')), { name: 'certified_on', label: t('haulage.truck.first'), kind: 'day', required: false }, text('home', t('haulage.truck.home'), 100)]
