import { Select } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '@/api/me';
import { usePeople } from '@/api/people';
import { useAccessMatrix, useRoles, useWhy, type WhyQuestion } from '@/api/roles';
import { useSources } from '@/api/sources';
import type { AccessMatrix, Source } from '@/api/types';
import { useUsers } from '@/api/users';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import form from '@/ui/Form.module.css';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { possibleVerbs } from '@/roles/roleDraft';
import classes from './WhyDialog.module.css';

const words = text.access.why;

interface WhyDialogProps {
  workspace: string;
  /** Whom it starts with: `role:agent`, `user:<id>`, or oneself. */
  who?: string;
  onClose: () => void;
}

/** Why can I, or somebody else, see this? Answered with the rule that decided. */
export function WhyDialog({ workspace, who: first, onClose }: WhyDialogProps) {
  const me = useMe().data;
  const [who, setWho] = useState(first ?? `user:${me?.id ?? ''}`);
  const [thing, setThing] = useState<string | null>(null);
  const [verb, setVerb] = useState('read');
  const whom = useWhom(workspace);
  const matrix = useAccessMatrix(workspace).data;
  const things = thingsOf(matrix, useSources(workspace).data ?? []);
  const [kind, name] = thing === null ? ['', ''] : [thing.slice(0, thing.indexOf(':')), thing.slice(thing.indexOf(':') + 1)];
  const verbs = verbsFor(kind, name, matrix);
  const asked = verbs.includes(verb) ? verb : (verbs[0] ?? 'read');
  return (
    <Dialog title={words.title} opened onClose={onClose}>
      <div className={form['form']}>
        <Select label={words.who} searchable value={who} onChange={(value) => setWho(value ?? who)} data={whom} />
        <Select label={words.what} placeholder={words.choose} searchable value={thing} onChange={setThing} data={things} openOnFocus={false} data-autofocus />
        {verbs.length > 1 && <Select label={words.does} value={asked} onChange={(value) => setVerb(value ?? 'read')} data={verbs.map((value) => ({ value, label: words.verbs[value] ?? value }))} />}
        <div role="status" className={classes['answer']}>
          {thing !== null && <Answer workspace={workspace} question={{ verb: asked, kind, name, who }} />}
        </div>
      </div>
    </Dialog>
  );
}

function Answer({ workspace, question }: { workspace: string; question: WhyQuestion }) {
  const answer = useWhy(workspace, question, true);
  if (answer.isError) return <ProblemBanner error={answer.error} />;
  if (answer.data === undefined) return null;
  const { allowed, because } = answer.data;
  return (
    <p className={classes['verdict']} data-allowed={allowed}>
      {allowed ? <IconCircleCheck size={20} stroke={1.75} aria-hidden /> : <IconCircleX size={20} stroke={1.75} aria-hidden />}
      <span>
        <strong>{allowed ? words.yes : words.no}</strong>
        {sentence(because)}
      </span>
    </p>
  );
}

/** Everybody who can be asked about: oneself, the people one may list, and whoever has a role. */
function useWhom(workspace: string) {
  const me = useMe().data;
  const { data: all } = useUsers(Boolean(me?.is_admin));
  const { data: here = [] } = usePeople(workspace);
  const users = all ?? here;
  const { data: roles = [] } = useRoles(workspace);
  const people = me && !users.some((user) => user.id === me.id) ? [me, ...users] : users;
  return [
    { group: words.people, items: people.map((user) => ({ value: `user:${user.id}`, label: user.id === me?.id ? words.me(user.name) : user.name })) },
    { group: words.roles, items: roles.map((role) => ({ value: `role:${role.name}`, label: words.anybodyWith(role.title) })) },
  ];
}

const sentence = (because: string) => because.charAt(0).toUpperCase() + because.slice(1) + '.';

function verbsFor(kind: string, name: string, matrix: AccessMatrix | undefined): string[] {
  if (kind === 'table') {
    const [cells] = Object.values(matrix?.cells ?? {});
    return possibleVerbs(name, cells);
  }
  return kind === 'source' ? ['read', 'design'] : ['use'];
}

function thingsOf(matrix: AccessMatrix | undefined, sources: Source[]) {
  const places = (kind: string) => (matrix?.places ?? []).filter((place) => place.kind === kind).map((place) => ({ value: `${kind}:${place.name}`, label: kind === 'app' ? place.title : `${place.title} · ${place.name}` }));
  return [
    { group: words.kinds.table, items: (matrix?.tables ?? []).map((table) => ({ value: `table:${table.ref}`, label: `${table.title} · ${table.ref}` })) },
    { group: words.kinds.app, items: places('app') },
    { group: words.kinds.screen, items: places('screen') },
    { group: words.kinds.component, items: places('component') },
    { group: words.kinds.source, items: sources.map((source) => ({ value: `source:${source.name}`, label: source.title })) },
  ].filter((group) => group.items.length > 0);
}
