import type { KeptDraft } from '@/ui/drafts/keptDrafts';
import type { ScreenDefinition } from '../document/types';
import type { Subject } from '../subject';

/** YAML that somebody has written and not applied yet, and the screen it began from. */
export interface Written {
  text: string;
  from: string;
}

/** Work on a screen or module that is not stored. */
export interface KeptScreen extends KeptDraft<ScreenDefinition> {
  written: Written | null;
}

/** Where the browser keeps the drafts of one screen or module. */
export const placeOf = ({ sort, workspace, app, name }: Subject): string => (sort === 'screen' ? `toolwright.screen.${workspace}.${app}.${name}/` : `toolwright.module.${workspace}.${name}/`);
