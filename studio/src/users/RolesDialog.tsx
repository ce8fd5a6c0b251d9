import { Checkbox, Select } from '@mantine/core';
import { useState } from 'react';
import { useRoles } from '@/api/roles';
import type { Role, User } from '@/api/types';
import { useUserChanges } from '@/api/users';
import { useWorkspaces } from '@/api/workspaces';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import formClasses from '@/ui/Form.module.css';
import { Loaded } from '@/ui/Loaded';
import { done } from '@/ui/toast';

const words = text.users.rolesDialog;

interface RolesDialogProps {
  user: User;
  /** Stay in this workspace; otherwise the workspace is chosen in the dialog. */
  workspace?: string;
  onClose: () => void;
}

/** The roles of one person in one workspace. */
export function RolesDialog({ user, workspace: only, onClose }: RolesDialogProps) {
  const { data: workspaces = [] } = useWorkspaces();
  const [chosen, setChosen] = useState<string | null>(null);
  const workspace = only ?? chosen ?? Object.keys(user.roles)[0] ?? workspaces[0]?.name ?? '';
  const roles = useRoles(workspace, workspace !== '');
  return (
    <Dialog title={words.title(user.name)} opened onClose={onClose}>
      {workspace === '' ? (
        <p className={formClasses['about']}>{words.noWorkspace}</p>
      ) : (
        <div className={formClasses['form']}>
          {user.is_admin && <p className={formClasses['about']}>{words.adminNote}</p>}
          {only === undefined && (
            <Select label={words.workspace} value={workspace} onChange={setChosen} data={workspaces.map((item) => ({ value: item.name, label: item.title }))} searchable={workspaces.length > 8} />
          )}
          <Loaded query={roles}>{(all) => <RoleChoice key={workspace} user={user} workspace={workspace} roles={all} onClose={onClose} />}</Loaded>
        </div>
      )}
    </Dialog>
  );
}

interface RoleChoiceProps {
  user: User;
  workspace: string;
  roles: Role[];
  onClose: () => void;
}

function RoleChoice({ user, workspace, roles, onClose }: RoleChoiceProps) {
  const { setRoles } = useUserChanges();
  const [held, setHeld] = useState(user.roles[workspace] ?? []);
  const save = async () => {
    await setRoles.mutateAsync({ id: user.id, workspace, roles: held });
    done(words.saved(user.name));
    onClose();
  };
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        save().catch(() => undefined); // The banner shows it.
      }}
      problem={setRoles.error}
      submitLabel={words.submit}
      submitting={setRoles.isPending}
      onCancel={onClose}
    >
      <Checkbox.Group label={words.roles} value={held} onChange={setHeld}>
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
