import { Button } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMemo, useRef } from 'react';
import { useParams, useSearchParams } from 'react-router';
import type { FieldProblem } from '@/api/problem';
import { useFiles, type Files } from '@/api/files';
import { CodeEditor, type CodeEditorHandle } from '@/code/CodeEditor';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { EditingNotice } from '@/together/EditingNotice';
import { CopyButton } from '@/ui/CopyButton';
import { OtherTabs } from '@/ui/drafts/OtherTabs';
import { Loaded } from '@/ui/Loaded';
import { ChoiceNotice } from '@/ui/merge/ChoiceNotice';
import { Page } from '@/ui/Page';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { useLeaveGuard } from '@/ui/useLeaveGuard';
import { HistoryLink } from '@/versions/HistoryLink';
import list from './Faults.module.css';
import { useYamlHelp } from './schemaHelp';
import { useFileText, type FileText } from './useFileText';
import classes from './YamlPage.module.css';
import { kindOf } from './yamlPath';

const words = text.yaml;

/** One definition as the text of its file: comments included, checked as it is typed, stored whole. */
export function YamlPage() {
  const { workspace = '' } = useParams();
  const [search] = useSearchParams();
  const path = search.get('of') ?? '';
  const files = useFiles(workspace);
  if (files.data !== undefined && files.data.files[path] === undefined) return <NotFoundPage />;
  return (
    <Loaded query={files} skeleton={<PageSkeleton />}>
      {(found) => <OneFile key={`${workspace}/${path}`} workspace={workspace} path={path} found={found} />}
    </Loaded>
  );
}

function OneFile({ workspace, path, found }: { workspace: string; path: string; found: Files }) {
  const file = useFileText(workspace, path, found);
  const code = useRef<CodeEditorHandle>(null);
  const language = useYamlHelp(kindOf(path));
  const { errors, isChanged } = file;
  const own = useMemo(() => errors.filter((error) => error.where?.file === path), [errors, path]);
  const marks = useMemo(() => own.map((error) => ({ line: error.where?.line ?? 1 })), [own]);
  useLeaveGuard(isChanged);
  const save = () => {
    if (isChanged && errors.length === 0) file.save(false);
  };
  return (
    <Page title={words.title} about={<About path={path} text={file.text} />} actions={<Actions workspace={workspace} path={path} file={file} onSave={save} />}>
      <EditingNotice workspace={workspace} path={path} changed={isChanged} revision={file.revision} joins={false} framed />
      <OtherTabs editor={file} framed />
      <Troubles file={file} />
      <CodeEditor ref={code} className={classes['code'] ?? ''} label={words.label(path)} value={file.text} extensions={language} marks={marks} keys={{ 'Mod-s': save }} onChange={file.write} />
      {errors.length > 0 && (
        <ul className={`${list['faults']} ${classes['faults']}`} aria-label={words.faults}>
          {errors.map((error) => (
            <li key={`${error.where?.file ?? ''} ${error.where?.line ?? 0} ${error.message}`}>
              <Fault error={error} isOwn={own.includes(error)} onShow={() => code.current?.goToLine(error.where?.line ?? 1)} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

/** A mistake: at its line here, or named by its file where the text breaks another definition. */
function Fault({ error, isOwn, onShow }: { error: FieldProblem; isOwn: boolean; onShow: () => void }) {
  const said = (
    <>
      <IconAlertCircle size={14} stroke={1.75} aria-hidden /> <strong>{isOwn ? words.line(error.where?.line ?? 1) : error.where?.file}</strong> {error.message} {error.hint}
    </>
  );
  return isOwn ? (
    <button type="button" onClick={onShow}>
      {said}
    </button>
  ) : (
    <span>{said}</span>
  );
}

function About({ path, text: now }: { path: string; text: string }) {
  return (
    <>
      <code>{path}</code> <CopyButton value={now} label={words.copy} />
    </>
  );
}

function Actions({ workspace, path, file, onSave }: { workspace: string; path: string; file: FileText; onSave: () => void }) {
  const { isChanged, errors, saving } = file;
  return (
    <>
      {isChanged && <Button onClick={file.discard}>{words.discard}</Button>}
      <Button variant={isChanged ? 'filled' : 'default'} disabled={!isChanged || errors.length > 0} loading={saving} onClick={onSave}>
        {words.save}
      </Button>
      <HistoryLink workspace={workspace} path={path} />
    </>
  );
}

/** What stands in the way of storing: what somebody else stored, what would be lost, or what went wrong. */
function Troubles({ file }: { file: FileText }) {
  if (file.theirs !== null) {
    const choices = [
      { label: words.conflict.theirs, onChoose: file.takeTheirs },
      { label: words.conflict.mine, onChoose: file.keepMine },
    ];
    return <ChoiceNotice title={words.conflict.title} about={words.conflict.about} choices={choices} />;
  }
  if (file.problem === null) return null;
  if (!file.loses) return <ProblemBanner error={file.problem} />;
  return (
    <ProblemBanner
      error={file.problem}
      action={
        <Button color="red" loading={file.saving} onClick={() => file.save(true)}>
          {words.loseAnyway}
        </Button>
      }
    />
  );
}
