/* Statistics, weather, import: pages around the register of mines. */
export default {
  'map.towns': '导入乡镇边界', 'map.towns.drawn': '{of} 行中有 {n} 个乡镇已绘入地图',
  'map.mark': '有情况',
  'stats.by': '统计方式', 'stats.by.town': '乡镇', 'stats.by.industry': '行业部门', 'stats.by.enterprise': '企业', 'stats.by.mine': '矿山', 'stats.by.kind': '隐患类别', 'stats.by.level': '隐患级别',
  'stats.from': '排查日期自', 'stats.to': '至', 'stats.none': '没有隐患', 'stats.none.text': '换一段日期，或者先在“检查”里登记检查结果。',
  'stats.total': '累计', 'stats.open': '未销号', 'stats.major': '重大未销号', 'stats.rate': '整改率', 'stats.in.time': '按期整改率', 'stats.sum': '合计', 'stats.closed': '已销号', 'stats.unknown': '未填写',
  'weather.new': '登记预警', 'weather.new.text': '按气象部门发布的内容登记。红色、橙色预警生效期间，露天矿山应当停产撤人，系统会通知有关企业。不填区域为全县。',
  'weather.level': '预警级别', 'weather.level.red': '红色预警', 'weather.level.orange': '橙色预警', 'weather.level.yellow': '黄色预警', 'weather.level.blue': '蓝色预警',
  'weather.kind': '预警种类', 'weather.kind.rain': '暴雨', 'weather.kind.wind': '大风', 'weather.kind.flood': '山洪', 'weather.kind.thunder': '雷电', 'weather.kind.snow': '暴雪', 'weather.kind.debris_flow': '地质灾害', 'weather.kind.other': '其他',
  'weather.area': '影响区域', 'weather.from': '生效时间', 'weather.to': '结束时间', 'weather.source': '发布单位和文号', 'weather.county': '全县', 'weather.until.lifted': '解除为止',
  'weather.alerts': '预警期间仍可生产的矿山', 'weather.alerts.text': '这些矿山应当停产撤人。现场发现仍在生产的，按所列判定标准登记为重大隐患。',
  'weather.none': '没有预警', 'weather.none.do': '气象部门发布预警后，点右上角“登记预警”。', 'weather.none.text': '气象部门发布的预警会列在这里。', 'weather.lift': '解除预警', 'weather.lift.text': '预警从现在起解除。有关矿山仍须符合其他条件才能生产。',
  'import.title': '把矿山名录拖到这里', 'import.text': 'csv、xlsx、GeoJSON 或打包成 zip 的 shapefile，最大 20 MB。先看每一行会怎样，再写入台账；同一份名录再次导入只更新，不重复。',
  'import.kind': '没写类型的行', 'import.kind.file': '按文件', 'import.reading': '正在读取名录', 'import.writing': '正在写入台账', 'import.apply': '写入 {n} 座矿山', 'import.written': '已写入 {n} 座。',
  'import.line': '行', 'import.fate': '结果', 'import.what': '说明', 'import.fate.new': '新增', 'import.fate.update': '更新', 'import.fate.same': '无变化', 'import.fate.error': '有误', 'import.fate.skip': '跳过',
  'import.field.name': '名称', 'import.field.code': '编号', 'import.field.kind': '类型', 'import.field.minerals': '矿种', 'import.field.enterprise': '企业', 'import.field.owners': '股权', 'import.field.town': '乡镇', 'import.field.industry': '行业部门',
  'import.field.lon': '经度', 'import.field.lat': '纬度', 'import.field.scale_t': '规模（吨/年）', 'import.field.workers': '从业人数', 'import.field.started_on': '投产日期', 'import.field.ended_on': '关闭日期', 'import.field.note': '备注', 'import.field.licence': '许可证号',
}
