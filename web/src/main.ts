import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { loadWords } from './i18n'
import { makeRouter } from './router'
import './styles/tokens.css'
import './styles/base.css'

/* After an upgrade an open page asks for parts that are gone: read the page anew, once. */
window.addEventListener('vite:preloadError', (e) => {
  const at = Number(sessionStorage.getItem('kuangan.reloaded') ?? 0)
  if (Date.now() - at < 30000) return
  sessionStorage.setItem('kuangan.reloaded', String(Date.now()))
  e.preventDefault()
  window.location.reload()
})

async function start(): Promise<void> {
  await loadWords('base')
  const app = createApp(App)
  app.use(createPinia())
  app.use(makeRouter())
  app.mount('#app')
}

void start()
