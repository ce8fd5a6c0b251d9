import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const COMPRESSIBLE = /\.(js|css|svg|json)$/;
const WORTHWHILE_BYTES = 1024;

/** Writes `.br` and `.gz` beside every text asset, so that the server never compresses at request time. */
export function precompress(): Plugin {
  return {
    name: 'toolwright-precompress',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const [fileName, output] of Object.entries(bundle)) {
          if (!COMPRESSIBLE.test(fileName)) continue;
          const source = Buffer.from(output.type === 'chunk' ? output.code : output.source);
          if (source.length < WORTHWHILE_BYTES) continue;
          const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 };
          this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotliCompressSync(source, { params: quality }) });
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(source, { level: 9 }) });
        }
      },
    },
  };
}
