import { Select } from '@mantine/core';
import { IconLayout } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useAccessMatrix } from '@/api/roles';
import { useAskedRole } from '@/api/screens';
import type { AccessMatrix, Place } from '@/api/types';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { done, failed } from '@/ui/toast';
import classes from './Matrix.module.css';

const words = text.access.screens;

/** Screens down, roles across: who may open what, and which role each screen and component asks for. */
export function ScreenMatrix({ workspace }: { workspace: string }) {
  const matrix = useAccessMatrix(workspace);
  return (
    <Loaded query={matrix}>
      {(data) => (data.places.length === 0 ? <EmptyState icon={IconLayout} title={text.roles.screens.empty.title} about={text.roles.screens.empty.about} /> : <ScreenTable workspace={workspace} data={data} />)}
    </Loaded>
  );
}

function ScreenTable({ workspace, data }: { workspace: string; data: AccessMatrix }) {
  return (
    <>
      <div className={classes['scroll']} tabIndex={0} role="region" aria-label={words.label}>
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{text.roles.screens.place}</th>
              <th scope="col">{words.asks}</th>
              {data.roles.map((role) => (
                <th key={role.name} scope="col">
                  <Link to={`/w/${workspace}/access/${role.name}?tab=screens`}>{role.title}</Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.places.map((place) => (
              <tr key={place.name}>
                <th scope="row">
                  <span className={classes['place']} data-depth={place.kind}>
                    {place.title}
                  </span>
                </th>
                <td>
                  <AskedRole workspace={workspace} place={place} roles={data.roles} />
                </td>
                {data.roles.map((role) => {
                  const use = data.uses[role.name]?.[place.name] ?? 'no';
                  return (
                    <td key={role.name} data-use={use}>
                      <span aria-hidden>{use === 'no' ? '–' : '✓'}</span>
                      <span className={classes['unseen']}>{words.uses[use]}</span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes['legend']}>{words.legend}</p>
    </>
  );
}

interface AskedRoleProps {
  workspace: string;
  place: Place;
  roles: AccessMatrix['roles'];
}

/** The role a screen, app or component asks for; saved when chosen, with the way back. */
function AskedRole({ workspace, place, roles }: AskedRoleProps) {
  const ask = useAskedRole(workspace);
  const choose = async (role: string | null) => {
    if (role === null || role === place.access) return;
    try {
      await ask.mutateAsync({ place, role });
      done(words.changed(place.title, roles.find((one) => one.name === role)?.title ?? role), { undo: () => void ask.mutateAsync({ place, role: place.access }).catch(failed) });
    } catch (error) {
      failed(error);
    }
  };
  return <Select classNames={{ input: classes['quietInput'] ?? '' }} w={140} aria-label={words.askedBy(place.title)} value={place.access} disabled={ask.isPending} onChange={(role) => void choose(role)} data={roles.map((role) => ({ value: role.name, label: role.title }))} />;
}
