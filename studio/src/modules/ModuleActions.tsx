import { ActionIcon, Menu } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconCopy, IconCursorText, IconDots, IconHistory, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { fetchModule, useModuleChanges, type ModuleSummary } from '@/api/modules';
import { nameFor } from '@/apps/nameFor';
import type { JsonObject } from '@/designer/document/types';
import { placeOf } from '@/designer/save/keptScreen';
import { moduleSubject } from '@/designer/subject';
import { text } from '@/text';
import { moveDrafts } from '@/ui/drafts/keptDrafts';
import { RenameNameDialog } from '@/ui/RenameNameDialog';
import { done, failed } from '@/ui/toast';
import { UsedDialog } from '@/ui/UsedDialog';
import { historyPath } from '@/versions/historyPath';
import { RenameSettingDialog } from './RenameSettingDialog';

const words = text.modules;

interface ModuleActionsProps {
  workspace: string;
  module: ModuleSummary;
  modules: ModuleSummary[];
}

/** What can be done with a module as a whole. One that is used says where, and stays. */
export function ModuleActions({ workspace, module, modules }: ModuleActionsProps) {
  const { save, rename, renameSetting, remove } = useModuleChanges(workspace);
  const [renaming, setRenaming] = useState<'module' | 'setting' | null>(null);
  const [inUse, setInUse] = useState<string[]>([]);

  const duplicate = async () => {
    try {
      const { definition } = await fetchModule(workspace, module.name);
      const title = text.apps.copyOf(module.title);
      await save.mutateAsync({ module: nameFor(`${module.name}_copy`, modules.map((one) => one.name), 'module'), definition: { ...(definition as JsonObject), title } });
      done(text.apps.duplicated(module.title));
    } catch (error) {
      failed(error);
    }
  };

  const take = async () => {
    if (module.used_in.length > 0) {
      setInUse(module.used_in);
      return;
    }
    try {
      const { definition } = await fetchModule(workspace, module.name);
      await remove.mutateAsync(module.name);
      done(text.apps.deleted(module.title), { undo: () => void save.mutateAsync({ module: module.name, definition: definition as JsonObject }).catch(failed) });
    } catch (error) {
      failed(error);
    }
  };

  const call = async (from: string, to: string) => {
    await rename.mutateAsync({ module: from, to });
    moveDrafts(placeOf(moduleSubject(workspace, from, '')), placeOf(moduleSubject(workspace, to, '')));
  };
  const go = async (to: string) => {
    await call(module.name, to);
    done(text.apps.rename.renamed(module.title, to), { undo: () => void call(to, module.name).catch(failed) });
  };

  const callSetting = async (setting: string, to: string) => {
    await renameSetting.mutateAsync({ module: module.name, setting, to });
    const back = { module: module.name, setting: to, to: setting };
    done(words.renameSetting.renamed(setting, to), { undo: () => void renameSetting.mutateAsync(back).catch(failed) });
  };

  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={`${text.actions.more}: ${module.title}`}>
            <IconDots size={18} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCopy size={16} stroke={1.75} />} onClick={() => void duplicate()}>
            {text.apps.duplicate}
          </Menu.Item>
          <Menu.Item leftSection={<IconCursorText size={16} stroke={1.75} />} onClick={() => setRenaming('module')}>
            {text.rename.action}
          </Menu.Item>
          {module.settings.length > 0 && (
            <Menu.Item leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.75} />} onClick={() => setRenaming('setting')}>
              {words.renameSetting.action}
            </Menu.Item>
          )}
          <Menu.Item component={Link} to={historyPath(workspace, `modules/${module.name}.yaml`)} leftSection={<IconHistory size={16} stroke={1.75} />}>
            {text.history.title}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.75} />} onClick={() => void take()}>
            {text.apps.delete}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {renaming === 'setting' && <RenameSettingDialog module={module} onRename={callSetting} onClose={() => setRenaming(null)} />}
      {renaming === 'module' && <RenameNameDialog title={text.apps.rename.title(module.title)} help={words.renameHelp} name={module.name} onRename={go} onClose={() => setRenaming(null)} />}
      <UsedDialog title={text.apps.inUse(module.title)} about={words.inUseAbout} files={inUse} onClose={() => setInUse([])} />
    </>
  );
}
