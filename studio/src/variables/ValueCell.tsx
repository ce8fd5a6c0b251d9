import { Button } from '@mantine/core';
import { IconAlertTriangle, IconLock } from '@tabler/icons-react';
import type { Variable } from '@/api/types';
import type { EnvironmentName } from '@/api/variables';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import type { VariableRow } from './sideBySide';
import classes from './Variables.module.css';

const words = text.variables;

interface ValueCellProps {
  row: VariableRow;
  env: EnvironmentName;
  onSet: () => void;
}

/** What a variable is in one environment, and the way to give it another value. */
export function ValueCell({ row, env, onSet }: ValueCellProps) {
  const here = row[env];
  if (here === undefined) return <span className={classes['quiet']}>{words.notHere}</span>;
  return (
    <span className={classes['value']}>
      <Shown variable={here} />
      {!here.is_here && <span className={classes['quiet']}>{words.coming}</span>}
      <Button size="xs" variant="subtle" aria-label={(here.is_set ? words.changeIn : words.setIn)(row.name, text.versions[env])} onClick={onSet}>
        {here.is_set ? words.change : words.set}
      </Button>
    </span>
  );
}

function Shown({ variable }: { variable: Variable }) {
  if (variable.type === 'secret' && variable.is_set) {
    return <Badge icon={<IconLock size={14} stroke={1.75} aria-hidden />}>{words.isSecret}</Badge>;
  }
  const value = variable.is_set ? variable.value : variable.default;
  if (value === null) {
    return (
      <Badge tone="amber" icon={<IconAlertTriangle size={14} stroke={1.75} aria-hidden />}>
        {words.none}
      </Badge>
    );
  }
  return (
    <>
      {value === '' ? <span className={classes['quiet']}>{words.emptyText}</span> : <code className={classes['text']}>{value}</code>}
      {!variable.is_set && <span className={classes['quiet']}>{words.byDefault}</span>}
    </>
  );
}
