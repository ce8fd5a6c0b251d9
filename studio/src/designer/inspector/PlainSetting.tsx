import { ActionIcon, Autocomplete, Checkbox, NumberInput, Select, Tooltip, type OptionsFilter } from '@mantine/core';
import { IconMathFunction } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTable } from '@/api/tables';
import { text } from '@/text';
import { GrowingTextarea } from '@/ui/GrowingTextarea';
import { idsIn } from '../document/edit';
import { tableAround } from '../document/start';
import type { Json } from '../document/types';
import classes from './Inspector.module.css';
import { ExpressionControl } from './ExpressionControl';
import { fallbackText, type ControlProps } from './Setting';
import { useInspector } from './useInspector';
import { readWord, writeWord } from './words';

const words = text.designer.inspector;
const everything: OptionsFilter = ({ options }) => options;
/** `{{ `, and as much at the end. */
const OPENED = 3;
const isExpression = (value: Json | undefined) => typeof value === 'string' && value.includes('{{');

/** A setting that holds one value; where an expression may stand in its place, a switch leads to it. */
export function PlainSetting(props: ControlProps) {
  const { id, shape, value, label, onChange } = props;
  const switches = shape.takesExpression && ['boolean', 'choice', 'number'].includes(shape.sort);
  const asText = switches && isExpression(value);
  const toggle = () => onChange(asText ? undefined : `{{ ${value === undefined ? writeWord((shape.fallback ?? '') as Json) : writeWord(value)} }}`);
  const typed = useTypedExpression(id, asText);
  if (!switches) return <Control {...props} />;
  const about = asText ? words.fixedOf(label) : words.expressionOf(label);
  return (
    <div
      className={classes['switched']}
      onKeyDown={(event) => {
        if (event.key !== '{' || asText) return;
        event.preventDefault();
        typed.begin();
        toggle();
      }}
    >
      {asText ? <ExpressionControl {...props} /> : <Control {...props} />}
      <Tooltip label={about}>
        <ActionIcon aria-label={about} aria-pressed={asText} size={24} onClick={toggle}>
          <IconMathFunction size={16} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

/** A brace typed where a number or a choice stands begins an expression: its field has the focus, to be written over. */
function useTypedExpression(id: string, asText: boolean) {
  const begun = useRef(false);
  useEffect(() => {
    if (!asText || !begun.current) return;
    begun.current = false;
    const field = document.getElementById(id);
    field?.focus();
    if (field instanceof HTMLTextAreaElement) field.setSelectionRange(OPENED, field.value.length - OPENED);
  }, [asText, id]);
  return { begin: () => (begun.current = true) };
}

function Control(props: ControlProps) {
  switch (props.shape.sort) {
    case 'boolean': return <BooleanControl {...props} />;
    case 'choice': return <ChoiceControl {...props} />;
    case 'number': return <NumberControl {...props} />;
    case 'table': return <NameControl {...props} kind="tables" />;
    case 'role': return <NameControl {...props} kind="roles" />;
    case 'screen': return <NameControl {...props} kind="screens" />;
    case 'component': return <NameControl {...props} kind="components" />;
    case 'column': return <ColumnControl {...props} />;
    case 'any': return <AnyControl {...props} />;
    default: return props.shape.takesExpression ? <ExpressionControl {...props} /> : <TextControl {...props} />;
  }
}

const common = ({ id, label, help, error, required }: ControlProps) => ({ id, label, description: help, error, 'aria-required': required });

function BooleanControl(props: ControlProps) {
  const { id, label, help, error, value, shape, onChange } = props;
  return <Checkbox id={id} label={label} description={help} error={error} checked={(value ?? shape.fallback) === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
}

function ChoiceControl(props: ControlProps) {
  const { value, shape, required, onChange } = props;
  const chosen = value ?? (shape.fallback as Json | undefined) ?? null;
  return <Select {...common(props)} data={shape.options} value={chosen === null ? null : writeWord(chosen)} clearable={!required && value !== undefined} onChange={(next) => onChange(next === null ? undefined : (shape.schema.enum?.find((one) => String(one) === next) as Json))} />;
}

function NumberControl(props: ControlProps) {
  const { value, shape, onChange } = props;
  return (
    <NumberInput
      {...common(props)}
      value={typeof value === 'number' ? value : ''}
      placeholder={fallbackText(props.shape)}
      allowDecimal={shape.schema.type !== 'integer'}
      thousandSeparator={false}
      hideControls
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  );
}

function TextControl(props: ControlProps) {
  const { value, required, onChange } = props;
  return (
    <GrowingTextarea
      {...common(props)}
      value={typeof value === 'string' ? value : writeWord(value)}
      placeholder={fallbackText(props.shape)}
      maxRows={10}
      spellCheck={false}
      onChange={(event) => onChange(event.currentTarget.value === '' && !required ? undefined : event.currentTarget.value)}
    />
  );
}

function AnyControl(props: ControlProps) {
  const { value, onChange } = props;
  return <GrowingTextarea {...common(props)} value={writeWord(value)} placeholder={fallbackText(props.shape)} maxRows={10} spellCheck={false} onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : readWord(event.currentTarget.value))} />;
}

/** The name of something that exists; one that does not is kept and shown as wrong. */
function NameControl(props: ControlProps & { kind: 'tables' | 'roles' | 'screens' | 'components' }) {
  const { doc, tables, roles, screens } = useInspector();
  const { kind, value, required, onChange } = props;
  const known = {
    tables: tables.map((table) => ({ value: table.ref, label: table.title })),
    roles: roles.map((role) => ({ value: role.name, label: role.title })),
    screens: screens.map((screen) => ({ value: screen.name, label: screen.title })),
    components: kind === 'components' ? [...idsIn(doc)].map((id) => ({ value: id, label: id })) : [],
  }[kind];
  const chosen = typeof value === 'string' && value !== '' ? value : fallbackText(props.shape) || null;
  const data = chosen === null || known.some((one) => one.value === chosen) ? known : [...known, { value: chosen, label: chosen }];
  return <Select {...common(props)} data={data} value={chosen} searchable={data.length > 8} clearable={!required && value !== undefined} onChange={(next) => onChange(next ?? undefined)} />;
}

/** A column of the table that is spoken about here, or anything else that is typed. */
function ColumnControl(props: ControlProps) {
  const { workspace, doc } = useInspector();
  const { path, value, required, onChange } = props;
  const ref = tableAround(doc, path.slice(0, -1)) ?? '';
  const table = useTable(workspace, ref, ref !== '');
  const names = table.data?.definition.columns.map((column) => column.name) ?? [];
  // What stands there already is no search: whoever comes to change it wants to see what else there is.
  const [isTyped, setTyped] = useState(false);
  const put = (next: string) => {
    setTyped(true);
    onChange(next === '' && !required ? undefined : next);
  };
  return (
    <Autocomplete
      {...common(props)}
      {...(isTyped ? {} : { filter: everything })}
      data={names}
      value={typeof value === 'string' ? value : ''}
      spellCheck={false}
      limit={50}
      onFocus={() => setTyped(false)}
      onChange={put}
    />
  );
}
