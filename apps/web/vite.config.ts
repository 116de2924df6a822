import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// In development the client is served by Vite and everything else by a server on the port that `npm start` takes.
const server = 'http://localhost:8080';
const services = [
  'user-service',
  'message-service',
  'group-service',
  'group-message-service',
  'last-seen-service',
  'relay-service',
  'discovery-service',
];

export default defineConfig({
  plugins: [react()],
  // The SDK from its sources. Not by the condition `source`: other packages publish one too, for builds unlike ours.
  resolve: { alias: { '@parley/client': fileURLToPath(new URL('../../libs/client/src/index.ts', import.meta.url)) } },
  build: { target: 'es2022', outDir: '../../dist/apps/web', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: {
    proxy: {
      ...Object.fromEntries(services.map((service) => [`/${service}`, { target: server }])),
      '/chat-service': { target: server, ws: true },
    },
  },
});
