import { useAppChanges } from '@/api/designer';
import type { Definition } from '@/api/types';
import type { Json, JsonObject } from '@/designer/document/types';
import { nameFor } from './nameFor';

export interface ScreenToMake {
  title: string;
  path: string;
  /** Whether the app's navigation leads to it; a path with parameters cannot be led to. */
  link: boolean;
  content?: JsonObject[];
}

/** Makes a screen of an app, as the app is stored, and answers what it is called. */
export function useMakeScreen(workspace: string, app: string) {
  const { save, saveScreen } = useAppChanges(workspace, app);
  return async ({ title, path, link, content }: ScreenToMake, stored: Definition, taken: readonly string[]) => {
    const screen = nameFor(title, taken, 'screen');
    const definition: JsonObject = { title: title.trim(), path, ...(content === undefined ? {} : { content }) };
    const made = await saveScreen.mutateAsync({ screen, definition, revision: stored.revision });
    if (link && !path.includes('{')) {
      const known = stored.definition as JsonObject;
      const before = Array.isArray(known['navigation']) ? known['navigation'] : [];
      const item: Json = { label: title.trim(), screen };
      await save.mutateAsync({ definition: { ...known, navigation: [...before, item] }, revision: made.revision });
    }
    return screen;
  };
}
