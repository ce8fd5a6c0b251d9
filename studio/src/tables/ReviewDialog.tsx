import { Button, Checkbox } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import type { SchemaPlan } from '@/api/types';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import form from '@/ui/Form.module.css';
import { RowsSkeleton } from '@/ui/PageSkeleton';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { PlanView } from './PlanView';
import { usePlan } from './usePlan';
import type { TableEditor } from './useTableDraft';

const words = text.tables.plan;

interface ReviewDialogProps {
  workspace: string;
  title: string;
  editor: TableEditor;
  onClose: () => void;
  onApplied: () => void;
  /** The design itself is wrong, so there is nothing to show. */
  onRefused: (problem: unknown) => void;
}

/** What the changes would do to the rows; applied once it was seen, and what is lost agreed to. */
export function ReviewDialog({ workspace, title, editor, onClose, onApplied, onRefused }: ReviewDialogProps) {
  const [change] = useState({ tables: editor.tables, rename: editor.renames });
  const plan = usePlan(workspace, change);
  const refuse = useEffectEvent(onRefused);
  const { error } = plan;
  useEffect(() => {
    if (error !== null) refuse(error);
  }, [error]);
  return (
    <Dialog title={words.title(title)} opened onClose={onClose} size={680}>
      {plan.data === undefined ? (
        <div aria-busy aria-label={words.working}>
          <RowsSkeleton />
        </div>
      ) : (
        <Planned plan={plan.data} editor={editor} onClose={onClose} onApplied={onApplied} />
      )}
    </Dialog>
  );
}

function Planned({ plan, editor, onClose, onApplied }: Pick<ReviewDialogProps, 'editor' | 'onClose' | 'onApplied'> & { plan: SchemaPlan }) {
  const [agreed, setAgreed] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const loses = plan.loses.length > 0;
  const apply = async () => {
    setProblem(null);
    try {
      if (await editor.apply(loses)) onApplied();
      else onClose();
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <div className={form['form']} style={{ maxWidth: 'none' }}>
      {problem !== null && <ProblemBanner error={problem} title={words.failed} />}
      <PlanView plan={plan} />
      {!plan.is_possible && <p className={form['about']}>{words.cannot}</p>}
      {plan.is_possible && loses && <Checkbox label={words.agree(plan.loses.join('; '))} checked={agreed} onChange={(event) => setAgreed(event.currentTarget.checked)} />}
      {editor.saving && (
        <p className={form['about']} role="status">
          {words.applying}
        </p>
      )}
      <div className={form['buttons']}>
        <Button data-autofocus variant="filled" {...(loses ? { color: 'red' } : {})} disabled={!plan.is_possible || (loses && !agreed)} loading={editor.saving} onClick={() => void apply()}>
          {words.apply}
        </Button>
        <Button onClick={onClose}>{text.actions.cancel}</Button>
      </div>
    </div>
  );
}
