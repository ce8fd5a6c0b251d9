import { Button } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMemo, useRef } from 'react';
import { CodeEditor, type CodeEditorHandle } from '@/code/CodeEditor';
import { COMMAND_KEY } from '@/shell/keys';
import { text } from '@/text';
import { CopyButton } from '@/ui/CopyButton';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { ProblemBanner } from '@/ui/ProblemBanner';
import list from '@/yaml/Faults.module.css';
import { useYamlHelp } from '@/yaml/schemaHelp';
import { YamlLink } from '@/yaml/YamlLink';
import type { ScreenEditor } from '../save/useScreenDraft';
import type { Subject } from '../subject';
import { useScreenText } from './useScreenText';
import classes from './YamlPanel.module.css';

const words = text.designer.yaml;

interface YamlPanelProps {
  subject: Subject;
  editor: ScreenEditor;
  onSave: () => void;
}

/** The screen or module as the text its file has. What is written takes effect when it is applied, as one step. */
export function YamlPanel({ subject, editor, onSave }: YamlPanelProps) {
  const written = useScreenText(subject, editor);
  const language = useYamlHelp(subject.sort);
  const code = useRef<CodeEditorHandle>(null);
  const { faults, isWritten, apply } = written;
  const lines = useMemo(() => faults.map(({ line }) => ({ line })), [faults]);
  const save = async () => {
    if (await apply()) onSave();
  };
  return (
    <section className={classes['panel']} aria-label={words.title}>
      <header className={classes['head']}>
        <h2>{words.title}</h2>
        <span className={classes['state']} role="status">
          {isWritten ? (written.isBehind ? words.behind : words.written) : words.same}
        </span>
        {written.text !== null && <CopyButton value={written.text} label={words.copy} />}
        <YamlLink workspace={subject.workspace} path={subject.file} />
        <Button size="xs" disabled={!isWritten} onClick={written.discard}>
          {words.discard}
        </Button>
        <Button size="xs" variant="filled" disabled={!isWritten || faults.length > 0} title={`${COMMAND_KEY} Enter`} onClick={() => void apply()}>
          {words.apply}
        </Button>
      </header>
      {written.problem !== null && <ProblemBanner error={written.problem} title={words.failed} />}
      {written.text === null && written.problem === null && <PageSkeleton />}
      {written.text !== null && (
        <CodeEditor
          ref={code}
          className={classes['code'] ?? ''}
          label={words.label}
          value={written.text}
          extensions={language}
          marks={lines}
          keys={{ 'Mod-Enter': () => void apply(), 'Mod-s': () => void save() }}
          onChange={written.write}
        />
      )}
      {faults.length > 0 && (
        <ul className={`${list['faults']} ${classes['faults']}`} aria-label={words.faults}>
          {faults.map((fault) => (
            <li key={`${fault.line} ${fault.message}`}>
              <button type="button" onClick={() => code.current?.goToLine(fault.line)}>
                <IconAlertCircle size={14} stroke={1.75} aria-hidden /> <strong>{words.line(fault.line)}</strong> {fault.message} {fault.hint}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
