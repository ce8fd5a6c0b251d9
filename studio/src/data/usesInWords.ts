import type { SourceUse } from '@/api/types';
import { text } from '@/text';

const words = text.data.edit;

/** Who uses a data source, a line each; the screens of an app are counted together. */
export function usesInWords(uses: SourceUse[]): string[] {
  const screens = new Map<string, number>();
  for (const { kind, name } of uses) {
    const app = name.split('/')[0] ?? name;
    if (kind === 'screen') screens.set(app, (screens.get(app) ?? 0) + 1);
  }
  const others = uses.filter((use) => use.kind !== 'screen').map((use) => `${words.useKinds[use.kind] ?? use.kind} ${use.title}`);
  return [...[...screens].map(([app, count]) => words.screensOf(count, app)), ...others];
}
