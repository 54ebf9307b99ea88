import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { loadWords } from './i18n'
import { makeRouter } from './router'
import './styles/tokens.css'
import './styles/base.css'

async function start(): Promise<void> {
  await loadWords('base')
  const app = createApp(App)
  app.use(createPinia())
  app.use(makeRouter())
  app.mount('#app')
}

void start()
