import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { fetchApp, useScreens } from '@/api/designer';
import type { AppSummary } from '@/api/types';
import { useApps } from '@/api/workspaces';
import { pathFor } from '@/apps/nameFor';
import { useMakeScreen } from '@/apps/useMakeScreen';
import { copyAsYaml } from '@/designer/tree/copied';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import form from '@/ui/Form.module.css';
import { done } from '@/ui/toast';
import { useServerForm } from '@/ui/useServerForm';
import { likelyShape, numbersOf, queryComponent, type Shape } from './queryComponent';
import type { QueryEditor } from './useQueryEditor';

const words = text.queries.use;

interface UseInScreenProps {
  workspace: string;
  editor: QueryEditor;
  onClose: () => void;
}

/** The rows of a query on a screen: a new one of an app, or a component to be pasted in the designer. */
export function UseInScreenDialog({ workspace, editor, onClose }: UseInScreenProps) {
  const apps = useApps(workspace).data;
  const [shape, setShape] = useState(() => likelyShape(editor.draft));
  const node = queryComponent(editor.name, editor.draft, editor.given, shape);
  const copy = (
    <Button leftSection={<IconCopy size={16} stroke={1.75} />} onClick={() => void copyAsYaml(workspace, [node])}>
      {words.copy}
    </Button>
  );
  return (
    <Dialog title={words.title} opened onClose={onClose}>
      <div className={form['form']}>
        <ShapeFields editor={editor} shape={shape} onChange={(update) => setShape((was) => ({ ...was, ...update }))} />
        <p className={form['about']}>
          {words.rights} <Link to={`/w/${workspace}/access?tab=tables`}>{text.queries.editor.access}</Link>
        </p>
        <div className={form['buttons']}>{copy}</div>
        {apps !== undefined && apps.length === 0 && <p className={form['about']}>{words.noApp}</p>}
        {apps?.[0] !== undefined && <ScreenForm workspace={workspace} apps={apps} first={apps[0].name} title={editor.draft.title ?? editor.name} node={node} onClose={onClose} />}
      </div>
    </Dialog>
  );
}

function ShapeFields({ editor, shape, onChange }: { editor: QueryEditor; shape: Shape; onChange: (update: Partial<Shape>) => void }) {
  const { columns } = editor.draft;
  const named = (names: string[]) => names.map((name) => ({ value: name, label: columns.find((one) => one.name === name)?.label ?? name }));
  return (
    <>
      <Select label={words.as} data={[{ value: 'table', label: words.table }, { value: 'chart', label: words.chart }]} value={shape.kind} allowDeselect={false} onChange={(kind) => kind !== null && onChange({ kind: kind === 'chart' ? 'chart' : 'table' })} />
      {shape.kind === 'chart' && (
        <>
          <Select label={words.group} data={named(columns.map((one) => one.name))} value={shape.group} allowDeselect={false} onChange={(group) => group !== null && onChange({ group })} />
          <Select label={words.figure} placeholder={words.counted} clearable data={named(numbersOf(columns))} value={shape.sum} onChange={(sum) => onChange({ sum })} />
        </>
      )}
    </>
  );
}

interface ScreenFormProps {
  workspace: string;
  apps: AppSummary[];
  first: string;
  title: string;
  node: ReturnType<typeof queryComponent>;
  onClose: () => void;
}

function ScreenForm({ workspace, apps, first, title, node, onClose }: ScreenFormProps) {
  const [app, setApp] = useState(first);
  const screens = useScreens(workspace, app).data ?? [];
  const makeScreen = useMakeScreen(workspace, app);
  const navigate = useNavigate();
  const { form: fields, problem, submitting, onSubmit } = useServerForm({
    initialValues: { title, link: true },
    validate: ({ title: typed }) => (typed.trim() === '' ? { title: text.apps.newScreen.missing } : {}),
    submit: async ({ title: typed, link }) => {
      const content = [{ kind: 'heading', text: typed.trim(), level: 1 }, node];
      const path = freePath(pathFor(typed), screens.map((one) => one.path));
      const screen = await makeScreen({ title: typed, path, link, content }, await fetchApp(workspace, app), screens.map((one) => one.name));
      void navigate(`/w/${workspace}/apps/${app}/screens/${screen}`);
      done(text.apps.newScreen.made(typed.trim()));
    },
  });
  return (
    <Form onSubmit={onSubmit} problem={problem} submitLabel={words.make} submitting={submitting} onCancel={onClose}>
      <Select label={words.app} data={apps.map((one) => ({ value: one.name, label: one.title }))} value={app} allowDeselect={false} onChange={(chosen) => chosen !== null && setApp(chosen)} />
      <TextInput label={words.screen} autoComplete="off" {...fields.getInputProps('title')} />
      <Checkbox label={text.apps.newScreen.link} {...fields.getInputProps('link', { type: 'checkbox' })} />
    </Form>
  );
}

function freePath(path: string, taken: readonly string[]): string {
  let free = path;
  for (let number = 2; taken.includes(free); number += 1) free = `${path}-${number}`;
  return free;
}
