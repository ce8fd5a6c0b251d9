import { useQuery } from '@tanstack/react-query';
import { drawScreen, readScreenText } from '@/api/designer';
import type { Preview } from '@/api/types';
import type { JsonObject } from '@/designer/document/types';

export interface DrawnText {
  definition: JsonObject;
  picture: Preview;
}

const LOOK = { params: {}, role: null, locale: null };

/** A screen drawn from its YAML as it was at some time, over what there is now; null where there was none. */
export const useScreenPicture = (workspace: string, names: string[], yaml: string | null) => {
  const [app = '', screen = ''] = names;
  return useQuery({
    queryKey: ['drawn', workspace, app, screen, yaml],
    queryFn: async ({ signal }): Promise<DrawnText | null> => {
      if (yaml === null) return null;
      const definition = (await readScreenText(workspace, app, screen, yaml, signal)).definition as JsonObject;
      return { definition, picture: await drawScreen(workspace, app, screen, definition, LOOK, signal) };
    },
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
};
