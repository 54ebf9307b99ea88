import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { mockServer } from './mock/server'

/* What the sign-in page needs beside the frame of the app: one script and one style instead of eight small ones. */
const DOOR = /views\/sign-in\/|components\/(FormField|LangSwitch)\.vue/

// Browsers back to Chromium 87: what county offices run.
export default defineConfig(({ mode }) => ({
  plugins: [vue(), ...(mode === 'mock' ? [mockServer()] : [])],
  /* Components are written with setup() only, Element Plus's too. */
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: { '/api': { target: process.env.KUANGAN_URL ?? 'http://127.0.0.1:8080', changeOrigin: false } } },
  build: {
    target: 'chrome87',
    cssTarget: 'chrome87',
    assetsInlineLimit: 2048,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
    chunkSizeWarningLimit: 1200,
    rollupOptions: { output: { manualChunks: (id) => (DOOR.test(id) ? 'door' : undefined) } },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
}))
