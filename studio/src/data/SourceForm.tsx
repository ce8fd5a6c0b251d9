import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { TestResult } from '@/generate/TestResult';
import columns from '@/generate/ConnectForm.module.css';
import type { Variable } from '@/api/types';
import type { SchemaField } from '@/schema/fields';
import { SchemaForm } from '@/schema/SchemaForm';
import { text } from '@/text';
import form from '@/ui/Form.module.css';
import { MergeDialog } from '@/ui/merge/MergeDialog';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { missingIn } from './missing';
import { MissingVariables } from './MissingVariables';
import type { useSourceEditor } from './useSourceEditor';

const words = text.data.edit;

interface SourceFormProps {
  fields: SchemaField[];
  editor: ReturnType<typeof useSourceEditor>;
  /** What is in use has settings of its own, and the rest from its version. */
  isInUse: boolean;
  workspace: string;
  /** Missing while they are on their way, or not for whoever looks. */
  variables: Variable[] | undefined;
}

/** Title and connection of a source. What was changed about the connection is tested first, beside the form. */
export function SourceForm({ fields, editor, isInUse, workspace, variables }: SourceFormProps) {
  const element = useRef<HTMLFormElement>(null);
  const { errors, checks, changed, untested } = editor;
  // What is in use has the variables of its version; they can have values there.
  const missing = missingIn(fields, editor.values, variables ?? []).filter((one) => one.isDefined || !isInUse);
  const first = Object.keys(errors)[0];
  useEffect(() => {
    if (first !== undefined) element.current?.querySelector<HTMLElement>(`[name="${CSS.escape(first)}"]`)?.focus();
  }, [first]);
  return (
    <div className={columns['columns']}>
      <form
        ref={element}
        className={columns['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (untested) editor.test();
          else if (changed) void editor.save();
        }}
      >
        {editor.problem !== null && <ProblemBanner error={editor.problem} />}
        {!isInUse && <Facts editor={editor} />}
        <SchemaForm key={editor.round} fields={fields} values={editor.values} {...(variables === undefined ? {} : { variables })} stored={editor.stored} errors={errors} onChange={editor.setValue} />
        {!isInUse && <ReadOnly editor={editor} />}
        {variables !== undefined && <MissingVariables workspace={workspace} missing={missing} onMade={editor.test} />}
        <Buttons editor={editor} />
      </form>
      <TestResult checks={checks} hasFieldErrors={Object.keys(errors).length > 0} />
      {editor.clashes.length > 0 && <MergeDialog title={words.conflict.title} action={text.merge.goOn} clashes={editor.clashes} nameOf={nameIn(fields)} onDecided={editor.decide} onLater={editor.decideLater} />}
    </div>
  );
}

const FACTS: Record<string, string> = { title: words.title, description: words.description, read_only: words.readOnly };

/** What a property is called in the form. */
const nameIn = (fields: SchemaField[]) => ([first = '', name]: readonly string[]) => FACTS[first] ?? fields.find((field) => field.name === name)?.label ?? name ?? first;

type EditorProps = Pick<SourceFormProps, 'editor'>;

function Facts({ editor }: EditorProps) {
  const { facts, errors } = editor;
  return (
    <>
      <TextInput name="title" label={words.title} value={facts.title} error={errors['title'] ?? null} onChange={(event) => editor.setFact({ title: event.currentTarget.value })} />
      <Textarea
        name="description"
        label={
          <>
            {words.description} <span className={form['optional']}>({text.optional})</span>
          </>
        }
        value={facts.description}
        error={errors['description'] ?? null}
        autosize
        minRows={1}
        onChange={(event) => editor.setFact({ description: event.currentTarget.value })}
      />
    </>
  );
}

function ReadOnly({ editor }: EditorProps) {
  const { facts } = editor;
  return <Checkbox label={words.readOnly} description={words.readOnlyHelp} checked={facts.read_only} onChange={(event) => editor.setFact({ read_only: event.currentTarget.checked })} />;
}

function Buttons({ editor }: EditorProps) {
  const { changed, untested, checks } = editor;
  const testing = checks.state === 'running';
  const testLabel = checks.state === 'idle' || testing ? words.test : words.again;
  return (
    <div className={columns['buttons']}>
      {untested ? (
        <Button type="submit" variant="filled" loading={testing}>
          {testLabel}
        </Button>
      ) : (
        <>
          <Button type="submit" variant="filled" disabled={!changed} loading={editor.saving}>
            {words.save}
          </Button>
          <Button loading={testing} onClick={editor.test}>
            {testLabel}
          </Button>
        </>
      )}
      {untested && checks.state === 'failed' && (
        <Button loading={editor.saving} onClick={() => void editor.save()}>
          {words.saveAnyway}
        </Button>
      )}
      {changed && (
        <Button variant="subtle" color="gray" onClick={editor.discard}>
          {words.discard}
        </Button>
      )}
    </div>
  );
}
