import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useTableChanges } from '@/api/design';
import { tablePath } from '@/grid/tablePath';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import form from '@/ui/Form.module.css';
import { RowsSkeleton } from '@/ui/PageSkeleton';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { done, failed } from '@/ui/toast';
import { faultsOf } from './faults';
import { PlanView } from './PlanView';
import { NAME } from './tableDraft';
import { usePlan } from './usePlan';

const words = text.tables;

interface TableActionsProps {
  workspace: string;
  name: string;
  title: string;
  taken: string[];
  /** Changes of the design that are not applied: they belong to the name there is. */
  isChanged: boolean;
  onForget: () => void;
}

/** What is done with a table as a whole. */
export function TableActions(props: TableActionsProps) {
  const [asking, setAsking] = useState<'rename' | 'delete' | null>(null);
  const close = () => setAsking(null);
  const icon = { size: 16, stroke: 1.75 };
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={words.actions(props.title)}>
            <IconDots size={20} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => (props.isChanged ? failed(new Error(words.rename.unsaved)) : setAsking('rename'))}>
            {words.rename.action}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash {...icon} />} onClick={() => setAsking('delete')}>
            {words.delete.action}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === 'rename' && <RenameTable {...props} onClose={close} />}
      {asking === 'delete' && <DeleteTable {...props} onClose={close} />}
    </>
  );
}

type DialogProps = TableActionsProps & { onClose: () => void };

/** Why a table cannot be called so; null when it can. */
const refusal = (typed: string, name: string, taken: string[]): string | null => {
  if (typed === name) return null;
  if (!NAME.test(typed)) return words.new.permanentWrong;
  return taken.includes(typed) ? words.new.taken : null;
};

function RenameTable({ workspace, name, title, taken, onClose }: DialogProps) {
  const [typed, setTyped] = useState(name);
  const [shown, setShown] = useState<string | null>(null);
  const plan = usePlan(workspace, { tables: {}, rename: [`${name}=${shown ?? ''}`] }, shown !== null);
  const change = useTableChanges(workspace);
  const navigate = useNavigate();
  const wrong = refusal(typed, name, taken);
  const isDue = typed !== name && wrong === null;
  const rename = () =>
    change.mutate(
      { tables: {}, rename: [`${name}=${typed}`], message: words.rename.message(name, typed), allowLoss: false },
      {
        onSuccess: () => {
          void navigate(`${tablePath(workspace, typed, null)}/design`);
          done(words.rename.renamed(typed));
        },
      },
    );
  return (
    <Dialog title={words.rename.title(title)} opened onClose={onClose} size={600}>
      <form
        className={form['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isDue) return;
          if (shown === typed && plan.data !== undefined) rename();
          else setShown(typed);
        }}
      >
        {(plan.error ?? change.error) !== null && <ProblemBanner error={plan.error ?? change.error} />}
        <TextInput
          data-autofocus
          className={form['code'] ?? ''}
          label={words.rename.name}
          description={words.rename.about}
          value={typed}
          error={wrong}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setShown(null);
          }}
        />
        {plan.data !== undefined && <PlanView plan={plan.data} />}
        <div className={form['buttons']}>
          <Button type="submit" variant="filled" disabled={!isDue} loading={plan.isFetching || change.isPending}>
            {plan.data === undefined ? words.rename.next : words.rename.submit}
          </Button>
          <Button onClick={onClose}>{text.actions.cancel}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function DeleteTable({ workspace, name, title, onForget, onClose }: DialogProps) {
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const plan = usePlan(workspace, { tables: { [name]: null }, rename: [] });
  const change = useTableChanges(workspace);
  const navigate = useNavigate();
  const faults = faultsOf(plan.error, name);
  const loses = (plan.data?.loses.length ?? 0) > 0;
  const remove = () =>
    change.mutate(
      { tables: { [name]: null }, rename: [], message: words.delete.message(name), allowLoss: loses },
      {
        onSuccess: () => {
          onForget();
          void navigate(`/w/${workspace}/data`);
          done(words.delete.deleted(title));
        },
      },
    );
  return (
    <Dialog title={words.delete.title(title)} opened onClose={onClose} size={600}>
      {plan.isPending && <RowsSkeleton />}
      {faults.length > 0 && (
        <div className={form['form']}>
          <p className={form['about']}>{words.delete.used}</p>
          <ul>
            {faults.map((fault) => (
              <li key={fault.message}>{fault.message}</li>
            ))}
          </ul>
        </div>
      )}
      {plan.error !== null && faults.length === 0 && <ProblemBanner error={plan.error} />}
      {plan.data !== undefined && (
        <form
          className={form['form']}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (!loses || typed === name) remove();
          }}
        >
          {change.isError && <ProblemBanner error={change.error} />}
          <PlanView plan={plan.data} />
          {loses && <TextInput data-autofocus label={words.delete.type(name)} value={typed} error={tried && typed !== name ? words.delete.wrong(name) : null} spellCheck={false} autoCapitalize="off" autoComplete="off" onChange={(event) => setTyped(event.currentTarget.value)} />}
          <div className={form['buttons']}>
            <Button type="submit" variant="filled" color="red" loading={change.isPending}>
              {words.delete.submit}
            </Button>
            <Button onClick={onClose}>{text.actions.cancel}</Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
