import { IconLayout } from '@tabler/icons-react';
import type { Place, Role, RoleTrial } from '@/api/types';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { moveInMatrix } from './arrowKeys';
import classes from './RightsTable.module.css';
import { opens, toggleScreen } from './roleDraft';
import { TickCell } from './TickCell';
import type { RoleEditor } from './useRoleDraft';

const words = text.roles.screens;

interface ScreenGrantsProps {
  editor: RoleEditor;
  trial: RoleTrial | undefined;
  places: Place[];
  roles: Role[];
}

/** Apps, their screens and guarded components: which of them the role may open. */
export function ScreenGrants({ editor, trial, places, roles }: ScreenGrantsProps) {
  const titles = new Map(roles.map((role) => [role.name, role.title]));
  if (places.length === 0) return <EmptyState icon={IconLayout} title={words.empty.title} about={words.empty.about} />;
  const inherited = (place: Place) => {
    const app = place.name.split('/')[0] ?? '';
    if (place.kind !== 'app' && opens(editor.draft, app)) return words.throughApp;
    const use = trial?.screens[place.name] ?? 'no';
    return use === 'no' ? null : words.held(titles.get(place.access) ?? place.access);
  };
  return (
    <>
      <div className={classes['scroll']}>
        <table className={classes['table']} aria-label={words.label} onKeyDown={moveInMatrix}>
          <thead>
            <tr>
              <th scope="col">{words.place}</th>
              <th scope="col" data-tick>
                {words.open}
              </th>
              <th scope="col">{words.asks}</th>
            </tr>
          </thead>
          <tbody>
            {places.map((place) => {
              const own = opens(editor.draft, place.name);
              return (
                <tr key={place.name}>
                  <th scope="row">
                    <span className={classes['place']} data-depth={place.kind}>
                      {place.title}
                    </span>
                  </th>
                  <td data-tick>
                    <TickCell
                      label={words.cell(place.title)}
                      extent={own ? 'all' : 'none'}
                      says={own ? words.granted : ''}
                      inherited={inherited(place)}
                      disabled={place.kind === 'component'}
                      onToggle={() => editor.edit((draft) => toggleScreen(draft, place.name))}
                    />
                  </td>
                  <td>{titles.get(place.access) ?? place.access}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {places.some((place) => place.kind === 'component') && <p className={classes['note']}>{words.componentHelp}</p>}
    </>
  );
}
