import type { KeptDraft } from '@/ui/drafts/keptDrafts';
import type { ScreenDefinition } from '../document/types';

/** YAML that somebody has written and not applied yet, and the screen it began from. */
export interface Written {
  text: string;
  from: string;
}

/** Work on a screen that is not stored. */
export interface KeptScreen extends KeptDraft<ScreenDefinition> {
  written: Written | null;
}

/** Where the browser keeps the drafts of one screen. */
export const placeOf = (workspace: string, app: string, screen: string): string => `toolwright.screen.${workspace}.${app}.${screen}/`;
