import { Tabs, Tooltip } from '@mantine/core';
import { memo, useDeferredValue, useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { text } from '@/text';
import { dotted } from '../document/path';
import type { Path } from '../document/types';
import type { Led } from '../useSelection';
import classes from './Inspector.module.css';
import { ICONS, type TabName } from './tabs';

const words = text.designer.inspector;
const NONE: ReadonlyMap<TabName, number> = new Map();

/** Which tab people chose, and the setting they were led to, whatever is selected. */
export interface TabChoice {
  tab: TabName | null;
  led: Led | null;
  /** Whether a tab was chosen since somebody was led somewhere. */
  isPast: boolean;
  choose: (tab: TabName) => void;
  /** What the focus was brought to last: it goes there once. */
  reachedRef: RefObject<Led | null>;
}

interface TabbedProps {
  /** What is selected; its fields are drawn anew for another. */
  path: Path;
  /** Name and words above the tabs. */
  children: ReactNode;
  tabs: readonly TabName[];
  /** The tab that is open where none was chosen that there is. */
  start: TabName;
  choice: TabChoice;
  /** Under which tab a setting stands. */
  tabOfName: (name: string) => TabName | undefined;
  faults?: ReadonlyMap<TabName, number>;
  draw: (tab: TabName) => ReactNode;
}

/** The settings of what is selected, a tab at a time. */
export function Tabbed({ path, children, tabs, start, choice, tabOfName, faults = NONE, draw }: TabbedProps) {
  const open = openTab(tabs, start, choice, tabOfName);
  return (
    <Tabs className={classes['panels'] ?? ''} value={open} onChange={(tab) => tab !== null && choice.choose(tab as TabName)} keepMounted={false}>
      {children}
      <Tabs.List className={classes['tabs'] ?? ''}>
        {tabs.map((tab) => (
          <TabButton key={tab} tab={tab} faults={faults.get(tab) ?? 0} />
        ))}
      </Tabs.List>
      <Tabs.Panel className={classes['panel'] ?? ''} value={open}>
        <h3 className={classes['tabName']}>{words.tabs[open]}</h3>
        <Fields key={`${dotted(path)} ${open}`} path={path} choice={choice}>
          {() => draw(open)}
        </Fields>
      </Tabs.Panel>
    </Tabs>
  );
}

function openTab(tabs: readonly TabName[], start: TabName, { tab, led, isPast }: TabChoice, tabOfName: TabbedProps['tabOfName']): TabName {
  const wanted = [led === null || isPast ? undefined : tabOfName(String(led.setting[0])), tab, start, tabs[0]];
  return wanted.find((one): one is TabName => one !== undefined && one !== null && tabs.includes(one)) ?? start;
}

/** It is the same for most of what is selected, and is not drawn again then. */
const TabButton = memo(function TabButton({ tab, faults }: { tab: TabName; faults: number }) {
  const Icon = ICONS[tab];
  const name = faults === 0 ? words.tabs[tab] : words.faultsIn(words.tabs[tab], faults);
  return (
    <Tooltip label={name}>
      <Tabs.Tab className={classes['tab'] ?? ''} value={tab} aria-label={name}>
        <Icon size={18} stroke={1.75} aria-hidden />
        {faults > 0 && <span className={classes['mark']} />}
      </Tabs.Tab>
    </Tooltip>
  );
});

const FOCUSABLE = 'input:not([type="hidden"]), textarea, select, button, [contenteditable="true"]';

/** Many fields take a moment: what is selected is shown before them, and keys are heard meanwhile. */
function Fields({ path, choice: { led, reachedRef }, children }: { path: Path; choice: TabChoice; children: () => ReactNode }) {
  const isDrawn = useDeferredValue(true, false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isDrawn || led === null || reachedRef.current === led || box.current === null) return;
    const field = fieldOf(box.current, [...path, ...led.setting], path.length);
    if (field === null) return;
    reachedRef.current = led;
    for (let around = field.closest('details'); around !== null; around = around.parentElement?.closest('details') ?? null) around.open = true;
    field.focus();
  }, [isDrawn, led, reachedRef, path]);
  return (
    <div ref={box} className={classes['fields']}>
      {isDrawn && children()}
    </div>
  );
}

/** The control of a setting, or of the nearest one around it that has one. */
function fieldOf(box: HTMLElement, place: Path, least: number): HTMLElement | null {
  for (let length = place.length; length > least; length -= 1) {
    const found = box.querySelector<HTMLElement>(`[data-setting="${CSS.escape(dotted(place.slice(0, length)))}"]`)?.querySelector<HTMLElement>(FOCUSABLE);
    if (found) return found;
  }
  return null;
}
