import { Tabs } from '@mantine/core';
import { useCallbackRef, useHotkeys } from '@mantine/hooks';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { AboutComponent } from '@/api/together';
import type { JsonSchema } from '@/api/types';
import { text } from '@/text';
import { EditingNotice } from '@/together/EditingNotice';
import { OtherTabs } from '@/ui/drafts/OtherTabs';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { done } from '@/ui/toast';
import { aboutSelected, placeOfComponent } from './commented';
import { Canvas } from './canvas/Canvas';
import type { Picture } from './canvas/usePicture';
import classes from './Designer.module.css';
import { DesignerBar, WIDTHS, type WidthName } from './DesignerBar';
import { Inspector } from './inspector/Inspector';
import { Palette } from './palette/Palette';
import { pathOf } from './document/types';
import { ConflictDialog } from './save/ConflictDialog';
import { FaultList } from './save/FaultList';
import type { Fault } from './save/faults';
import type { ScreenEditor } from './save/useScreenDraft';
import { Tree } from './tree/Tree';
import type { Subject } from './subject';
import type { Designer } from './useDesigner';
import type { ScreenParams } from './useScreenParams';
import type { SeenAs } from './useSeenAs';

const words = text.designer;
const NO_VALUES: Record<string, string> = {};
const InsightPanel = lazy(async () => ({ default: (await import('./insight/InsightPanel')).InsightPanel }));
const YamlPanel = lazy(async () => ({ default: (await import('./yaml/YamlPanel')).YamlPanel }));

interface DesignerLayoutProps {
  subject: Subject;
  designer: Designer;
  editor: ScreenEditor;
  schema: JsonSchema;
  picture: Picture;
  faults: Fault[];
  params: ScreenParams;
  seenAs: SeenAs;
}

/** Structure and components at the left, the picture in the middle, the inspector at the right. */
export function DesignerLayout({ subject, designer, editor, schema, picture, faults, params, seenAs }: DesignerLayoutProps) {
  const [side, setSide] = useState<string | null>('tree');
  const [width, setWidth] = useState<WidthName>('desktop');
  const [mode, setMode] = useState<'light' | 'dark'>('light');
  const [search, setSearch] = useSearchParams();
  const yaml = search.has('yaml');
  const insight = search.has('insight');
  const show = (panel: 'yaml' | 'insight', shown: boolean) =>
    setSearch(
      (was) => {
        const next = new URLSearchParams(was);
        if (shown) next.set(panel, '');
        else next.delete(panel);
        return next;
      },
      { replace: true },
    );
  const showYaml = useCallbackRef((shown: boolean) => show('yaml', shown));
  const showInsight = useCallbackRef((shown: boolean) => show('insight', shown));
  const save = useCallbackRef(async () => {
    if (await editor.save()) done(words.bar.saved(editor.doc.title));
  });
  const about = useCallbackRef(() => aboutSelected(designer));
  const showComponent = useCallbackRef((component: AboutComponent) => {
    const path = placeOfComponent(designer, component);
    if (path !== null) designer.select(path);
    return path !== null;
  });
  const { changed, saving, undo, redo, discard } = editor;
  const bar = useMemo(() => ({ changed, saving, undo, redo, discard }), [changed, saving, undo, redo, discard]);
  const used = usedIn(picture, params);
  useHotkeys([['mod+S', () => editor.changed && void save(), { preventDefault: true }]], [], true);
  useHotkeys(
    [
      ['mod+Z', () => editor.undo?.()],
      ['mod+shift+Z', () => editor.redo?.()],
      ['mod+Y', () => editor.redo?.()],
    ],
    [],
  );
  const trouble = faults.length === 0 ? picture.problem : null;
  return (
    <div className={classes['designer']} data-whole>
      <DesignerBar subject={subject} title={editor.doc.title} path={pathOf(editor.doc)} editor={bar} used={used} width={width} onWidth={setWidth} mode={mode} onMode={setMode} params={params} about={about} onShow={showComponent} seenAs={seenAs} yaml={yaml} onYaml={showYaml} insight={insight} onInsight={showInsight} onSave={save} />
      <section className={classes['side']} aria-label={words.structure}>
        <Tabs className={classes['tabs'] ?? ''} value={side} onChange={setSide} keepMounted={false}>
          <Tabs.List px="sm">
            <Tabs.Tab value="tree">{words.tree.title}</Tabs.Tab>
            <Tabs.Tab value="palette">{words.palette.title}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel className={classes['scroll'] ?? ''} value="tree">
            <Tree designer={designer} />
          </Tabs.Panel>
          <Tabs.Panel className={classes['scroll'] ?? ''} value="palette">
            <Palette designer={designer} />
          </Tabs.Panel>
        </Tabs>
      </section>
      <section className={classes['middle']} data-yaml={yaml || undefined} aria-label={words.canvas.title}>
        <EditingNotice workspace={subject.workspace} path={subject.file} changed={changed} />
        <OtherTabs editor={editor} />
        {editor.problem !== null && <ProblemBanner error={editor.problem} title={words.bar.failed} />}
        {trouble !== null && trouble !== undefined && <ProblemBanner error={trouble} title={words.canvas.failed} />}
        <Canvas address={`/preview/${subject.workspace}/${subject.app}`} shown={picture.shown} waiting={picture.shown === null && picture.problem === null} designer={designer} width={WIDTHS[width]} mode={mode} />
        {yaml && (
          <Suspense fallback={<PageSkeleton />}>
            <YamlPanel subject={subject} editor={editor} onSave={() => void save()} />
          </Suspense>
        )}
        {insight && (
          <Suspense fallback={<PageSkeleton />}>
            <InsightPanel subject={subject} designer={designer} picture={picture.shown} />
          </Suspense>
        )}
        <FaultList faults={faults} designer={designer} onSelect={(fault) => designer.lead(fault.path)} />
      </section>
      <section className={classes['inspector']} aria-label={words.inspector.title}>
        <Inspector designer={designer} schema={schema} />
      </section>
      <ConflictDialog editor={{ ...editor, title: editor.doc.title }} />
    </div>
  );
}

/** The values of the address that the picture was drawn with. */
const usedIn = ({ shown }: Picture, { names }: ScreenParams) => (names.length === 0 ? NO_VALUES : (shown?.params ?? NO_VALUES));
