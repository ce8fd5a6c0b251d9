import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { JsonObject } from '@/designer/document/types';
import type { Subject } from '@/designer/subject';
import { screenSubject } from '@/designer/subject';
import { at, call, get, post, put, remove, type PutOptions } from './client';
import { useSchema } from './files';
import { spoken } from './spoken';
import type { ActionKind, ComponentKind, Definition, ExpressionHelp, List, Preview, ReadScreen, RenamedScreen, ScreenSummary, ThemePreview } from './types';
import { workspaceKey } from './workspaces';

const FOREVER = { staleTime: Infinity, gcTime: Infinity };

export const useComponentKinds = () =>
  useQuery({ queryKey: ['kinds', 'components'], queryFn: ({ signal }) => get<List<ComponentKind>>(spoken('/kinds/components'), signal), select: (list) => list.items, ...FOREVER });

export const useActionKinds = () =>
  useQuery({ queryKey: ['kinds', 'actions'], queryFn: ({ signal }) => get<List<ActionKind>>(spoken('/kinds/actions'), signal), select: (list) => list.items, ...FOREVER });

/** What a screen or module can be told, and in its definitions what every component and step can be. */
export const useSubjectSchema = ({ sort }: Pick<Subject, 'sort'>) => useSchema(sort);

const appPath = (workspace: string, app: string) => at`/workspaces/${workspace}/apps/${app}`;
const screenPath = (workspace: string, app: string, screen: string) => at`/workspaces/${workspace}/apps/${app}/screens/${screen}`;

export const useScreens = (workspace: string, app: string) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'apps', app, 'screens'],
    queryFn: ({ signal }) => get<List<ScreenSummary>>(`${appPath(workspace, app)}/screens`, signal),
    select: (list) => list.items,
  });

export const fetchApp = (workspace: string, app: string, signal?: AbortSignal) => get<Definition>(appPath(workspace, app), signal);

export const useApp = (workspace: string, app: string) => useQuery({ queryKey: [...workspaceKey(workspace), 'apps', app], queryFn: ({ signal }) => fetchApp(workspace, app, signal) });

export const fetchSubject = ({ address }: Pick<Subject, 'address'>, signal?: AbortSignal) => get<Definition>(address, signal);

export const fetchScreen = (workspace: string, app: string, screen: string, signal?: AbortSignal) => get<Definition>(screenPath(workspace, app, screen), signal);

export const useSubject = (subject: Subject) =>
  useQuery({
    queryKey: [...workspaceKey(subject.workspace), 'subject', subject.file],
    queryFn: ({ signal }) => fetchSubject(subject, signal),
    refetchOnWindowFocus: false,
  });

/** How a screen or module is looked at: values of its address or settings, and as whom. */
export interface Look {
  params: Record<string, string>;
  /** With this role alone in place of one's own. */
  role: string | null;
  /** As this person, by id. */
  user: string | null;
  /** A language in place of one's own. */
  locale: string | null;
}

/** The screen or module drawn from a definition that is not stored. */
export const draw = ({ address }: Pick<Subject, 'address'>, definition: JsonObject, { params, role, user, locale }: Look, signal: AbortSignal) =>
  call<Preview>('POST', `${address}/preview`, { body: { definition, params, as_role: role, as_user: user, locale }, signal });

/** A stored screen as it is drawn. */
export const useDrawnScreen = (workspace: string, app: string, screen: string | null) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'apps', app, 'drawn', screen],
    queryFn: async ({ signal }) => {
      const { definition } = await fetchScreen(workspace, app, screen ?? '', signal);
      return draw(screenSubject(workspace, app, screen ?? ''), definition as JsonObject, { params: {}, role: null, user: null, locale: null }, signal);
    },
    enabled: screen !== null,
    refetchOnWindowFocus: false,
  });

/** What a theme that is not stored makes of an app. */
export const useThemePreview = (workspace: string, app: string, theme: JsonObject) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'apps', app, 'theme', theme],
    queryFn: ({ signal }) => call<ThemePreview>('POST', `${appPath(workspace, app)}/theme`, { body: theme, signal }),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
    staleTime: Infinity,
  });

/** The YAML text that storing this definition would write. */
export const writeSubjectText = ({ address }: Pick<Subject, 'address'>, definition: JsonObject, signal: AbortSignal) =>
  call<{ text: string }>('POST', `${address}/yaml`, { body: { definition }, signal });

/** What a YAML text defines; a Problem with lines where it is wrong. */
export const readSubjectText = ({ address }: Pick<Subject, 'address'>, words: string, signal?: AbortSignal) =>
  call<ReadScreen>('POST', `${address}/yaml/read`, { body: { text: words }, ...(signal === undefined ? {} : { signal }) });

export interface ExpressionQuestion {
  path: readonly (string | number)[];
  text: string;
  cursor: number;
  params: Record<string, string>;
  as_role: string | null;
  as_user: string | null;
  locale: string | null;
}

/** Whether an expression of a screen or module is right, what could stand at the cursor, and what it gives now. */
export const useExpressionHelp = ({ workspace, address, file }: Subject, definition: JsonObject, question: ExpressionQuestion, enabled: boolean) =>
  useQuery({
    // Without the definition: what is written into it is asked anew with the text.
    queryKey: [...workspaceKey(workspace), 'expression', file, question],
    queryFn: ({ signal }) => call<ExpressionHelp>('POST', `${address}/expression`, { body: { definition, ...question }, signal }),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
    staleTime: 2_000,
    enabled,
  });

export const writeComponentsText = (workspace: string, components: readonly JsonObject[]) => call<{ text: string }>('POST', at`/workspaces/${workspace}/components/yaml`, { body: { components } });

export const readComponentsText = (workspace: string, words: string) => call<{ components: JsonObject[] }>('POST', at`/workspaces/${workspace}/components/yaml/read`, { body: { text: words } });

interface ToStore {
  definition: JsonObject;
  /** The revision of the workspace that the change was made on; refused when it has moved on. */
  revision?: number;
}

const options = ({ revision }: ToStore): PutOptions => (revision === undefined ? {} : { expectRevision: revision });

/** Storing a screen or module; it renews all that is known of the workspace. */
export function useStoreSubject({ workspace, address }: Subject) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: ToStore) => put<Definition>(address, wanted.definition, options(wanted)),
    onSuccess: () => queries.invalidateQueries({ queryKey: workspaceKey(workspace) }),
  });
}

/** Changes of an app and its screens; each renews all that is known of the workspace. */
export function useAppChanges(workspace: string, app: string) {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: workspaceKey(workspace) });
  return {
    save: useMutation({ mutationFn: (wanted: ToStore) => put<Definition>(appPath(workspace, app), wanted.definition, options(wanted)), onSuccess }),
    saveScreen: useMutation({ mutationFn: (wanted: ToStore & { screen: string }) => put<Definition>(screenPath(workspace, app, wanted.screen), wanted.definition, options(wanted)), onSuccess }),
    renameScreen: useMutation({ mutationFn: ({ screen, to }: { screen: string; to: string }) => post<RenamedScreen>(`${screenPath(workspace, app, screen)}/rename`, { name: to }), onSuccess }),
    removeScreen: useMutation({ mutationFn: (screen: string) => remove(screenPath(workspace, app, screen)), onSuccess }),
  };
}
