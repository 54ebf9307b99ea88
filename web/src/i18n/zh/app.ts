/* Words of the pages behind the sign-in, one file per area. */
import admin from './admin'
import common from './common'
import notice from './notice'
import task from './task'

export default { ...common, ...task, ...notice, ...admin }
