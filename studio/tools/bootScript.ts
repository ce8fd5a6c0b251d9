import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/**
 * Serves a small classic script that runs before the first paint. The content security policy allows no inline
 * script, and a module would run too late to keep a dark page from flashing white.
 */
export function bootScript(file: string): Plugin {
  let address = '';
  return {
    name: 'toolwright-boot-script',
    buildStart() {
      if (this.environment.mode === 'dev') return;
      const source = readFileSync(file, 'utf8');
      const hash = createHash('sha256').update(source).digest('hex').slice(0, 8);
      const fileName = `assets/boot.${hash}.js`;
      this.emitFile({ type: 'asset', fileName, source });
      address = `/${fileName}`;
    },
    transformIndexHtml() {
      if (address === '') return [];
      return [{ tag: 'script', attrs: { src: address }, injectTo: 'head-prepend' }];
    },
  };
}
