import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** Address of a running server, for `npm run dev -w @openhorde/web`. */
const DEV_SERVER = 'http://127.0.0.1:7001';

/** Addresses that belong to the app; every other navigation must reach the server even with a service worker. */
const PAGES = [/^\/$/, /^\/create/, /^\/images/, /^\/status$/];

export default defineConfig({
  build: {
    target: ['chrome123', 'firefox121', 'safari17.5'],
    assetsInlineLimit: 0,
    // The pages need the contract's types and lists, not its schemas: without this the validator comes along.
    rolldownOptions: { treeshake: { moduleSideEffects: id => !/[\\/]packages[\\/]contract[\\/]/.test(id) } },
  },
  server: { proxy: { '/api': DEV_SERVER, '/register': DEV_SERVER, '/objects': DEV_SERVER } },
  plugins: [
    react(),
    VitePWA({
      registerType: 'prompt',
      includeAssets: ['mark.svg', 'icon.svg', 'apple-touch-icon.png'],
      manifest: {
        name: 'OpenHorde',
        short_name: 'OpenHorde',
        description:
          "A commons for generative AI: type a prompt, and volunteers' computers draw the picture.",
        start_url: '/',
        display: 'standalone',
        background_color: '#0e1b1e',
        theme_color: '#0e1b1e',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
        shortcuts: [
          { name: 'Create', url: '/create' },
          { name: 'Gallery', url: '/images' },
          { name: 'Status', url: '/status' },
        ],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,woff2}'],
        navigateFallback: '/index.html',
        navigateFallbackAllowlist: PAGES,
        cleanupOutdatedCaches: true,
      },
    }),
  ],
});
