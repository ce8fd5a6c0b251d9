import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { bootScript } from './tools/bootScript.ts';
import { precompress } from './tools/precompress.ts';
import { tokens } from './tools/tokensCss.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env['TOOLWRIGHT_URL'] ?? 'http://127.0.0.1:8400';

export default defineConfig({
  plugins: [
    react(),
    tokens(here('../src/toolwright/render/theme/tokens.json')),
    bootScript(here('./src/boot/scheme.js')),
    precompress(),
  ],
  resolve: { alias: { '@': here('./src') } },
  // The server puts a fresh nonce in place of this word in every answer (decision 0003).
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: here('../src/toolwright/web/static/studio'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/[name].[hash].js',
        chunkFileNames: 'assets/[name].[hash].js',
        assetFileNames: 'assets/[name].[hash][extname]',
      },
    },
  },
  server: {
    proxy: { '/api': server, '/apps': server },
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'runtime/**/*.test.ts'],
    setupFiles: [here('./src/app/testSetup.ts')],
  },
});
