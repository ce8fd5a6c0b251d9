import { Button } from '@mantine/core';
import { grantSentence } from '@/access/grantSentence';
import { labelOf } from '@/schema/labels';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import form from '@/ui/Form.module.css';
import classes from './ConflictDialog.module.css';
import { MergeDialog } from '@/ui/merge/MergeDialog';
import { differenceOf, mergeRoles } from './mergeRoles';
import type { RoleDraft } from './roleDraft';
import type { RoleEditor } from './useRoleDraft';

const words = text.roles.conflict;

/** `grants › table orders › grant › rows` without the words that only say where it stands. */
const nameOf = (path: readonly string[]) => path.filter((key, place) => !(place === 0 && key === 'grants') && !(place === 2 && key === 'grant')).map((key) => labelOf(key, undefined)).join(' › ');

/** Two people changed one role: what each did, in sentences, and the ways on; where both changed the same, that is asked. */
export function ConflictDialog({ editor, titles }: { editor: RoleEditor; titles: ReadonlyMap<string, string> }) {
  const { conflict, base, draft, settle, decideLater } = editor;
  const clashes = conflict === null ? [] : mergeRoles(base, draft, conflict.theirs).clashes;
  if (clashes.length > 0) return <MergeDialog title={words.title} action={text.merge.goOn} clashes={clashes} nameOf={nameOf} onDecided={settle} onLater={decideLater} />;
  return (
    <Dialog title={words.title} opened={conflict !== null} onClose={decideLater}>
      {conflict !== null && (
        <div className={form['form']}>
          <p className={form['about']}>{words.about}</p>
          <Changes title={words.theirs} before={base} after={conflict.theirs} titles={titles} />
          <Changes title={words.mine} before={base} after={draft} titles={titles} />
          <div className={form['buttons']}>
            <Button variant="filled" onClick={() => settle(new Set())}>
              {words.both}
            </Button>
            <Button onClick={() => settle('mine')}>{words.useMine}</Button>
            <Button onClick={() => settle('theirs')}>{words.useTheirs}</Button>
            <Button onClick={decideLater}>{text.merge.later}</Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

function Changes({ title, before, after, titles }: { title: string; before: RoleDraft; after: RoleDraft; titles: ReadonlyMap<string, string> }) {
  const { added, removed, facts } = differenceOf(before, after);
  const sentence = (grant: RoleDraft['grants'][number]) => {
    const { main, where, more } = grantSentence(grant, titles);
    return [main, where === null ? '' : `${text.access.sentence.where} ${where}`, ...more].filter(Boolean).join(', ');
  };
  return (
    <section className={classes['changes']} aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {facts.map((fact) => (
          <li key={fact}>{words.facts[fact]}</li>
        ))}
        {added.map((grant) => (
          <li key={`+${JSON.stringify(grant)}`}>
            <ins>{words.given}</ins> {sentence(grant)}
          </li>
        ))}
        {removed.map((grant) => (
          <li key={`-${JSON.stringify(grant)}`}>
            <del>{words.taken}</del> {sentence(grant)}
          </li>
        ))}
      </ul>
    </section>
  );
}
