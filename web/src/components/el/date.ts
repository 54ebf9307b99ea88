import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/el-popper.css'
import 'element-plus/theme-chalk/el-scrollbar.css'
import 'element-plus/theme-chalk/el-input.css'
import 'element-plus/theme-chalk/el-date-picker.css'
import 'element-plus/theme-chalk/el-date-picker-panel.css'

export { ElDatePicker } from 'element-plus/es/components/date-picker/index.mjs'
export { ElConfigProvider } from 'element-plus/es/components/config-provider/index.mjs'
