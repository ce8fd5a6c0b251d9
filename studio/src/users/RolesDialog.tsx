import { Checkbox, Select } from '@mantine/core';
import { useState } from 'react';
import { useGiveRoles } from '@/api/people';
import { useRoles } from '@/api/roles';
import type { Role } from '@/api/types';
import { useWorkspaces } from '@/api/workspaces';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import formClasses from '@/ui/Form.module.css';
import { Loaded } from '@/ui/Loaded';
import { done, failed } from '@/ui/toast';

const words = text.users.rolesDialog;

interface RolesDialogProps {
  /** The person: their id or e-mail address, what they are called, and the roles they hold, by workspace. */
  who: string;
  name: string;
  isAdmin: boolean;
  held: Record<string, string[]>;
  /** Stay in this workspace; otherwise the workspace is chosen in the dialog. */
  workspace?: string;
  onClose: () => void;
}

/** The roles of one person in one workspace. */
export function RolesDialog({ who, name, isAdmin, held, workspace: only, onClose }: RolesDialogProps) {
  const { data: workspaces = [] } = useWorkspaces();
  const [chosen, setChosen] = useState<string | null>(null);
  const workspace = only ?? chosen ?? Object.keys(held)[0] ?? workspaces[0]?.name ?? '';
  const roles = useRoles(workspace, workspace !== '');
  return (
    <Dialog title={words.title(name)} opened onClose={onClose}>
      {workspace === '' ? (
        <p className={formClasses['about']}>{words.noWorkspace}</p>
      ) : (
        <div className={formClasses['form']}>
          {isAdmin && <p className={formClasses['about']}>{words.adminNote}</p>}
          {only === undefined && (
            <Select label={words.workspace} value={workspace} onChange={setChosen} data={workspaces.map((item) => ({ value: item.name, label: item.title }))} searchable={workspaces.length > 8} />
          )}
          <Loaded query={roles}>{(all) => <RoleChoice key={workspace} who={who} held={held[workspace] ?? []} workspace={workspace} roles={all} onClose={onClose} />}</Loaded>
        </div>
      )}
    </Dialog>
  );
}

interface RoleChoiceProps {
  who: string;
  held: string[];
  workspace: string;
  roles: Role[];
  onClose: () => void;
}

function RoleChoice({ who, held, workspace, roles, onClose }: RoleChoiceProps) {
  const giveRoles = useGiveRoles(workspace);
  const [chosen, setChosen] = useState(held);
  const save = async () => {
    const saved = await giveRoles.mutateAsync({ who, roles: chosen });
    done(words.saved(saved.name), { undo: () => void giveRoles.mutateAsync({ who, roles: held }).catch(failed) });
    onClose();
  };
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        save().catch(() => undefined); // The banner shows it.
      }}
      problem={giveRoles.error}
      submitLabel={words.submit}
      submitting={giveRoles.isPending}
      onCancel={onClose}
    >
      <Checkbox.Group label={words.roles} value={chosen} onChange={setChosen}>
        <div className={formClasses['choices']}>
          {roles
            .filter((role) => role.name !== 'public')
            .map((role) => (
              <Checkbox key={role.name} value={role.name} label={role.title} description={role.description} />
            ))}
        </div>
      </Checkbox.Group>
    </Form>
  );
}
