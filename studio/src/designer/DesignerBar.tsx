import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconCode, IconDeviceDesktop, IconDeviceMobile, IconDeviceTablet, IconMoon, IconSun, IconZoomQuestion } from '@tabler/icons-react';
import { memo } from 'react';
import type { AboutComponent } from '@/api/together';
import { COMMAND_KEY } from '@/shell/keys';
import { text } from '@/text';
import { DefinitionTools } from '@/together/DefinitionTools';
import classes from './Designer.module.css';
import { LanguageMenu } from './LanguageMenu';
import { OpenApp } from './OpenApp';
import { ParamFields } from './ParamFields';
import type { ScreenEditor } from './save/useScreenDraft';
import { SeenAsSelect } from './SeenAsSelect';
import type { Subject } from './subject';
import type { ScreenParams } from './useScreenParams';
import type { SeenAs } from './useSeenAs';

const words = text.designer.bar;

/** Widths of the picture in pixels; a desktop takes all there is. */
export const WIDTHS = { desktop: null, tablet: 768, phone: 390 };
export type WidthName = keyof typeof WIDTHS;
const icons = { desktop: IconDeviceDesktop, tablet: IconDeviceTablet, phone: IconDeviceMobile };
const names = Object.keys(WIDTHS) as WidthName[];

interface LookToolsProps {
  /** The values that the picture was drawn with. */
  used: Record<string, string>;
  width: WidthName;
  onWidth: (width: WidthName) => void;
  mode: 'light' | 'dark';
  onMode: (mode: 'light' | 'dark') => void;
  params: ScreenParams;
  seenAs: SeenAs;
  yaml: boolean;
  onYaml: (shown: boolean) => void;
  insight: boolean;
  onInsight: (shown: boolean) => void;
}

interface DesignerBarProps extends LookToolsProps {
  subject: Subject;
  title: string;
  /** Of a screen: its address in the app. */
  path: string;
  editor: Pick<ScreenEditor, 'changed' | 'saving' | 'undo' | 'redo' | 'discard'>;
  about: () => AboutComponent | null;
  onShow: (component: AboutComponent) => boolean;
  onSave: () => unknown;
}

/** What is being edited and whether it is saved, the ways back and forth, and how the picture is looked at. */
export const DesignerBar = memo(function DesignerBar({ subject, title, path, editor, used, width, onWidth, mode, onMode, params, about, onShow, seenAs, yaml, onYaml, insight, onInsight, onSave }: DesignerBarProps) {
  const address = Object.entries({ ...used, ...params.given }).reduce((made, [name, value]) => made.replace(`{${name}}`, encodeURIComponent(value)), path);
  return (
    <header className={classes['bar']}>
      <h1 className={classes['title']}>{title}</h1>
      <span className={classes['state']} role="status" title={editor.changed ? words.kept : undefined}>
        {editor.changed ? words.unsaved : words.stored}
      </span>
      <LookTools width={width} onWidth={onWidth} mode={mode} onMode={onMode} params={params} used={used} seenAs={seenAs} yaml={yaml} onYaml={onYaml} insight={insight} onInsight={onInsight} />
      <Tooltip label={`${words.undo} (${COMMAND_KEY} Z)`}>
        <ActionIcon aria-label={words.undo} disabled={editor.undo === null} onClick={() => editor.undo?.()}>
          <IconArrowBackUp size={20} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${words.redo} (${COMMAND_KEY} ⇧ Z)`}>
        <ActionIcon aria-label={words.redo} disabled={editor.redo === null} onClick={() => editor.redo?.()}>
          <IconArrowForwardUp size={20} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      <DefinitionTools workspace={subject.workspace} path={subject.file} title={title} about={about} onShow={onShow} hasText />
      {subject.sort === 'screen' && <OpenApp address={`/apps/${subject.workspace}/${subject.app}${address}`} />}
      <Button disabled={!editor.changed} onClick={editor.discard}>
        {words.discard}
      </Button>
      <Button variant="filled" disabled={!editor.changed} loading={editor.saving} onClick={() => void onSave()}>
        {words.save}
      </Button>
    </header>
  );
});

/** How the picture is looked at, and what is shown beside it. Drawn apart: nothing here changes while somebody types. */
const LookTools = memo(function LookTools({ width, onWidth, mode, onMode, params, used, seenAs, yaml, onYaml, insight, onInsight }: LookToolsProps) {
  return (
    <span className={classes['look']}>
      <ParamFields params={params} used={used} />
      <SeenAsSelect seenAs={seenAs} />
      <LanguageMenu seenAs={seenAs} />
      <SegmentedControl
        size="xs"
        aria-label={words.width}
        value={width}
        onChange={(value) => onWidth(value)}
        data={names.map((name) => {
          const WidthIcon = icons[name];
          return { value: name, label: <WidthIcon size={16} stroke={1.75} aria-label={words.widths[name]} /> };
        })}
      />
      <Tooltip label={mode === 'light' ? words.dark : words.light}>
        <ActionIcon aria-label={mode === 'light' ? words.dark : words.light} onClick={() => onMode(mode === 'light' ? 'dark' : 'light')}>
          {mode === 'light' ? <IconMoon size={18} stroke={1.75} /> : <IconSun size={18} stroke={1.75} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={yaml ? words.noYaml : words.yaml}>
        <ActionIcon aria-label={yaml ? words.noYaml : words.yaml} aria-pressed={yaml} onClick={() => onYaml(!yaml)}>
          <IconCode size={18} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={insight ? words.noInsight : words.insight}>
        <ActionIcon aria-label={insight ? words.noInsight : words.insight} aria-pressed={insight} onClick={() => onInsight(!insight)}>
          <IconZoomQuestion size={18} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
    </span>
  );
});
