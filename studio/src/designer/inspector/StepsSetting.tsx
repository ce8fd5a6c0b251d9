import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ActionKind, JsonSchema } from '@/api/types';
import { text } from '@/text';
import { rowsShown, startWith, tableAround } from '../document/start';
import { isObject, type Json, type JsonObject, type Path } from '../document/types';
import { KindIcon } from '../tree/KindIcon';
import classes from './Inspector.module.css';
import { Item } from './ListSetting';
import { Settings } from './Setting';
import { useInspector } from './useInspector';

const words = text.designer.inspector;

interface StepsSettingProps {
  title: string;
  help: string;
  path: Path;
  value: Json | undefined;
  /** What every step can be told: a name, a condition, a question. */
  stepSchema: JsonSchema;
  root: JsonSchema;
}

/** What an event does: actions in order, each with its own settings. */
export function StepsSetting({ title, help, path, value, stepSchema, root }: StepsSettingProps) {
  const { change, actions, doc } = useInspector();
  const steps = Array.isArray(value) ? value : [];
  const put = (next: Json[] | undefined) => change(path, next);
  const add = (kind: ActionKind) => {
    const shown = rowsShown(doc['content']);
    const start = startWith(kind.start as JsonObject, { table: tableAround(doc, path) ?? shown?.table, column: undefined, component: shown?.id });
    put([...steps, start]);
  };
  return (
    <fieldset className={classes['group']}>
      <legend>{title}</legend>
      {help !== '' && <p className={classes['help']}>{help}</p>}
      {steps.map((step, index) => (
        <Item key={index} label={words.item(title, index + 1)} index={index} items={steps} onChange={put}>
          <StepFields step={isObject(step) ? step : {}} index={index} path={[...path, index]} stepSchema={stepSchema} root={root} />
        </Item>
      ))}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="xs" leftSection={<IconPlus size={14} stroke={1.75} />}>
            {words.addAction(title)}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {actions.map((kind) => (
            <Menu.Item key={kind.kind} leftSection={<KindIcon paths={kind.icon_paths} />} onClick={() => add(kind)}>
              {kind.title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </fieldset>
  );
}

function StepFields({ step, index, path, stepSchema, root }: { step: JsonObject; index: number; path: Path; stepSchema: JsonSchema; root: JsonSchema }) {
  const { actions } = useInspector();
  const kind = actions.find((one) => one.kind === step['do']);
  return (
    <details className={classes['step']} open>
      <summary>
        {kind !== undefined && <KindIcon paths={kind.icon_paths} />}
        {index + 1}. {kind?.title ?? JSON.stringify(step['do'])}
      </summary>
      {kind !== undefined && <Settings schema={kind.settings_schema} root={kind.settings_schema} path={path} value={step} />}
      <Settings schema={stepSchema} root={root} path={path} value={step} without={['do']} />
    </details>
  );
}
