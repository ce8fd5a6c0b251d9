import { Button } from '@mantine/core';
import { IconFolderPlus, IconLink, IconListTree } from '@tabler/icons-react';
import { useRef } from 'react';
import type { Definition, Role, ScreenSummary } from '@/api/types';
import { nodeAt } from '@/designer/document/edit';
import { ConflictDialog } from '@/designer/save/ConflictDialog';
import { useDesigner, type Designer } from '@/designer/useDesigner';
import { SaveBar } from '@/roles/SaveBar';
import { text } from '@/text';
import { EditingNotice } from '@/together/EditingNotice';
import { EmptyState } from '@/ui/EmptyState';
import { done } from '@/ui/toast';
import { useAppDraft } from '../draft/useAppDraft';
import { ItemSettings } from './ItemSettings';
import classes from './Navigation.module.css';
import { incomplete, KINDS, NAVIGATION } from './navigationDoc';
import { NavigationTree } from './NavigationTree';

const words = text.apps.navigation;
const [GROUPS, LINKS] = KINDS;
const noColumn = () => undefined;

interface NavigationEditorProps {
  workspace: string;
  app: string;
  stored: Definition;
  screens: ScreenSummary[];
  roles: Role[];
}

/** The navigation of an app: its groups and links, their order, where they lead and who sees them. */
export function NavigationEditor({ workspace, app, stored, screens, roles }: NavigationEditorProps) {
  const editor = useAppDraft(NAVIGATION, workspace, app, stored);
  const designer = useDesigner({ editor, kinds: KINDS, table: undefined, columnOf: noColumn });
  const label = useRef<HTMLInputElement>(null);
  const wrong = incomplete(editor.doc);
  const save = async () => {
    const [first] = wrong;
    if (first !== undefined) designer.select(first);
    else if (await editor.save()) done(words.saved);
  };
  return (
    <>
      <EditingNotice workspace={workspace} path={`apps/${app}/app.yaml`} changed={editor.changes > 0} revision={editor.revision} framed />
      <div className={classes['actions']}>
        <Add designer={designer} kind={LINKS} label={words.addLink} icon={IconLink} />
        <Add designer={designer} kind={GROUPS} label={words.addGroup} icon={IconFolderPlus} />
        <span className={classes['hint']}>{words.about}</span>
      </div>
      {editor.doc['content'] === undefined ? (
        <EmptyState icon={IconListTree} title={words.empty.title} about={words.empty.about} />
      ) : (
        <div className={classes['parts']}>
          <NavigationTree designer={designer} onRename={() => label.current?.select()} />
          <section className={classes['panel']} aria-label={words.item}>
            <Chosen designer={designer} screens={screens} roles={roles} label={label} />
          </section>
        </div>
      )}
      <SaveBar editor={editor} label={words.save} failed={words.failed} wrong={wrong.length} problem={editor.problem} onSave={() => void save()} onShowWrong={() => designer.select(wrong[0] ?? [])} />
      <ConflictDialog editor={{ ...editor, title: words.title }} title={words.conflict} />
    </>
  );
}

function Add({ designer, kind, label, icon: AddIcon }: { designer: Designer; kind: (typeof KINDS)[number] | undefined; label: string; icon: typeof IconLink }) {
  return (
    <Button leftSection={<AddIcon size={16} stroke={1.75} />} onClick={() => kind !== undefined && designer.insert(kind)}>
      {label}
    </Button>
  );
}

/** The settings of the item that is selected; where it is several or none, what can be done. */
function Chosen({ designer, ...rest }: { designer: Designer } & Pick<Parameters<typeof ItemSettings>[0], 'screens' | 'roles' | 'label'>) {
  const { chosen, selected, doc } = designer;
  const node = nodeAt(doc, selected);
  if (chosen.length > 1) return <p className={classes['hint']}>{words.several(chosen.length)}</p>;
  if (node === undefined) return <p className={classes['hint']}>{words.choose}</p>;
  return <ItemSettings designer={designer} path={selected} node={node} {...rest} />;
}
