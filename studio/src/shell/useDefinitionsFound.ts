import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import { useFinds } from '@/api/search';
import { useTables } from '@/api/tables';
import type { Find } from '@/api/types';
import { useMayDesign } from '@/home/useMayDesign';
import { itemsFound } from './findItems';
import type { PaletteItem } from './paletteItems';

/** How long typing rests before definitions are searched, in milliseconds. */
const PAUSE = 150;
const NONE: Find[] = [];

/** What is called so in a workspace, or says so in its text, for who designs it. */
export function useDefinitionsFound(workspace: string | undefined, query: string, used: boolean): PaletteItem[] {
  const designs = useMayDesign(workspace);
  const here = workspace ?? '';
  // After the lists, so that nothing comes in above what keys are about to choose.
  const listed = useTables(here, used && here !== '').isSuccess;
  const [words] = useDebouncedValue(query, PAUSE);
  const { data = NONE } = useFinds(here, words, listed && designs);
  return useMemo(() => (query === '' ? [] : itemsFound(here, data)), [query, here, data]);
}
