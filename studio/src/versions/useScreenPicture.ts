import { useQuery } from '@tanstack/react-query';
import { draw, readSubjectText } from '@/api/designer';
import type { Preview } from '@/api/types';
import type { JsonObject } from '@/designer/document/types';
import type { Subject } from '@/designer/subject';

export interface DrawnText {
  definition: JsonObject;
  picture: Preview;
}

const LOOK = { params: {}, role: null, user: null, locale: null };

/** A screen or module drawn from its YAML as it was at some time, over what there is now; null where there was none. */
export const useScreenPicture = (subject: Subject, yaml: string | null) =>
  useQuery({
    queryKey: ['drawn', subject.workspace, subject.file, yaml],
    queryFn: async ({ signal }): Promise<DrawnText | null> => {
      if (yaml === null) return null;
      const definition = (await readSubjectText(subject, yaml, signal)).definition as JsonObject;
      return { definition, picture: await draw(subject, definition, LOOK, signal) };
    },
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
