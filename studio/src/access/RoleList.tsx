import type { Role } from '@/api/types';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { grantSentence } from './grantSentence';
import classes from './RoleList.module.css';

const words = text.access.roles;

/** Every role with what it grants, in sentences. */
export function RoleList({ roles, titles }: { roles: Role[]; titles: ReadonlyMap<string, string> }) {
  const names = new Map(roles.map((role) => [role.name, role.title]));
  return (
    <>
      <ul className={classes['list']}>
        {roles.map((role) => (
          <li key={role.name}>
            <div className={classes['head']}>
              <h2>{role.title}</h2>
              <code>{role.name}</code>
              {role.built_in && <Badge>{words.builtIn}</Badge>}
            </div>
            {role.description && <p>{role.description}</p>}
            <RoleRights role={role} names={names} titles={titles} />
          </li>
        ))}
      </ul>
      <p className={classes['note']}>{words.edit}</p>
    </>
  );
}

interface RoleRightsProps {
  role: Role;
  names: ReadonlyMap<string, string>;
  titles: ReadonlyMap<string, string>;
}

function RoleRights({ role, names, titles }: RoleRightsProps) {
  const inherits = role.inherits;
  const grants = role.grants;
  return (
    <ul className={classes['grants']}>
      {role.name === 'admin' && <li>{words.everything}</li>}
      {role.name === 'public' && <li>{words.anybody}</li>}
      {inherits.length > 0 && <li>{words.inherits(inherits.map((name) => names.get(name) ?? name))}</li>}
      {grants.map((grant) => {
        const sentence = grantSentence(grant, titles);
        return (
          <li key={JSON.stringify(grant)}>
            {sentence.main}
            {sentence.where !== null && (
              <>
                , {text.access.sentence.where} <code>{sentence.where}</code>
              </>
            )}
            {sentence.more.map((part) => `; ${part}`).join('')}
          </li>
        );
      })}
      {grants.length === 0 && role.name !== 'admin' && <li className={classes['quiet']}>{words.nothing}</li>}
    </ul>
  );
}
