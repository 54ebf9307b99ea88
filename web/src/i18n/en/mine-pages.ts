import type zh from '../zh/mine-pages'

const en: Record<keyof typeof zh, string> = {
  'map.towns': 'Import town boundaries', 'map.towns.drawn': '{n} towns drawn of {of} rows',
  'map.mark': 'Something to look at',
  'stats.by': 'Counted by', 'stats.by.town': 'Town', 'stats.by.industry': 'Department', 'stats.by.enterprise': 'Enterprise', 'stats.by.mine': 'Mine', 'stats.by.kind': 'Kind', 'stats.by.level': 'Level',
  'stats.from': 'Found from', 'stats.to': 'to', 'stats.none': 'No hazards', 'stats.none.text': 'Choose other days, or enter the results of an inspection first.',
  'stats.total': 'In all', 'stats.open': 'Open', 'stats.major': 'Major, open', 'stats.rate': 'Rectified', 'stats.in.time': 'In time', 'stats.sum': 'Sum', 'stats.closed': 'Closed', 'stats.unknown': 'Not given',
  'weather.new': 'Enter a warning', 'weather.new.text': 'As the weather service issued it. While a red or an orange warning stands, open-pit mines stop and withdraw their people; their enterprises are told. No area means the whole county.',
  'weather.level': 'Level', 'weather.level.red': 'Red warning', 'weather.level.orange': 'Orange warning', 'weather.level.yellow': 'Yellow warning', 'weather.level.blue': 'Blue warning',
  'weather.kind': 'Kind', 'weather.kind.rain': 'Rainstorm', 'weather.kind.wind': 'Gale', 'weather.kind.flood': 'Flash flood', 'weather.kind.thunder': 'Thunderstorm', 'weather.kind.snow': 'Snowstorm', 'weather.kind.debris_flow': 'Landslides', 'weather.kind.other': 'Other',
  'weather.area': 'Area', 'weather.from': 'From', 'weather.to': 'Until', 'weather.source': 'Issued by, number', 'weather.county': 'The whole county', 'weather.until.lifted': 'until it is lifted',
  'weather.alerts': 'Mines that may still work under a warning', 'weather.alerts.text': 'These mines should have stopped and withdrawn their people. One found producing is a major hazard by the criterion given.',
  'weather.none': 'No warnings', 'weather.none.do': 'When the weather service issues one, enter it at the top right.', 'weather.none.text': 'Warnings of the weather service will be listed here.', 'weather.lift': 'Lift the warning', 'weather.lift.text': 'The warning ends now. The mines must still meet all other conditions to work.',
  'import.title': 'Drop a list of mines here', 'import.text': 'csv, xlsx, GeoJSON or a zipped shapefile of at most 20 MB. See first what becomes of every row, then write the register; the same list again updates and doubles nothing.',
  'import.kind': 'Rows without a kind', 'import.kind.file': 'As the file says', 'import.reading': 'Reading the list', 'import.writing': 'Writing the register', 'import.apply': 'Write {n} mine|Write {n} mines', 'import.written': '{n} written.',
  'import.line': 'Row', 'import.fate': 'Fate', 'import.what': 'What', 'import.fate.new': 'New', 'import.fate.update': 'Update', 'import.fate.same': 'No change', 'import.fate.error': 'Error', 'import.fate.skip': 'Skipped',
  'import.field.name': 'Name', 'import.field.code': 'Number', 'import.field.kind': 'Kind', 'import.field.minerals': 'Minerals', 'import.field.enterprise': 'Enterprise', 'import.field.owners': 'Owners', 'import.field.town': 'Town', 'import.field.industry': 'Department',
  'import.field.lon': 'Longitude', 'import.field.lat': 'Latitude', 'import.field.scale_t': 'Scale (t/year)', 'import.field.workers': 'Workers', 'import.field.started_on': 'Started on', 'import.field.ended_on': 'Ended on', 'import.field.note': 'Note', 'import.field.licence': 'Licence number',
  'ahead.days': 'How far ahead', 'ahead.n': '{n} days', 'ahead.empty': 'Nothing comes due in these days', 'ahead.empty.text': 'Days of hazards, weekly reports, licences, resumptions and accidents are listed here before they come.', 'ahead.to': 'told: {who}',
}
export default en
