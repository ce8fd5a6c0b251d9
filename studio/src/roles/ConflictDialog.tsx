import { Button } from '@mantine/core';
import { grantSentence } from '@/access/grantSentence';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import form from '@/ui/Form.module.css';
import classes from './ConflictDialog.module.css';
import { differenceOf } from './mergeRoles';
import type { RoleDraft } from './roleDraft';
import type { RoleEditor } from './useRoleDraft';

const words = text.roles.conflict;

/** Two people changed one role: what each did, in sentences, and three ways on. */
export function ConflictDialog({ editor, titles }: { editor: RoleEditor; titles: ReadonlyMap<string, string> }) {
  const { conflict, base, draft, settle } = editor;
  return (
    <Dialog title={words.title} opened={conflict !== null} onClose={() => settle('both')}>
      {conflict !== null && (
        <div className={form['form']}>
          <p className={form['about']}>{words.about}</p>
          <Changes title={words.theirs} before={base} after={conflict.theirs} titles={titles} />
          <Changes title={words.mine} before={base} after={draft} titles={titles} />
          <div className={form['buttons']}>
            <Button variant="filled" onClick={() => settle('both')}>
              {words.both}
            </Button>
            <Button onClick={() => settle('mine')}>{words.useMine}</Button>
            <Button onClick={() => settle('theirs')}>{words.useTheirs}</Button>
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
