import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { precompress } from './tools/precompress.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Every entry becomes `static/{name}.js`. Entries that are not there yet are left out. */
const entries = Object.fromEntries(
  [
    ['runtime', here('./runtime/main.ts')],
    ['vendor/echarts', here('./runtime/vendor/echarts.ts')],
    ['vendor/signature_pad', here('./runtime/vendor/signature_pad.ts')],
  ].filter(([, file]) => file !== undefined && existsSync(file)),
) as Record<string, string>;

/** The runtime of published apps: plain modules beside the studio's own folder. */
export default defineConfig({
  plugins: [precompress()],
  publicDir: false,
  build: {
    outDir: here('../src/toolwright/web/static'),
    emptyOutDir: false,
    target: 'es2022',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      input: entries,
      preserveEntrySignatures: 'strict',
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: 'vendor/[name].[hash].js',
      },
    },
  },
});
