import { Button, Popover, Select } from '@mantine/core';
import { IconLayoutRows } from '@tabler/icons-react';
import { text } from '@/text';
import type { GridColumn } from '../columns';
import classes from '../TablePage.module.css';
import { BUCKETS, groupable, groupingBy, isTime, type Grouping } from './groups';

const words = text.grid.groups;
const icon = { size: 16, stroke: 1.75 };

interface GroupMenuProps {
  columns: GridColumn[];
  group: Grouping | null;
  onGroup: (group: Grouping | null) => void;
  /** Opens or closes every group. */
  onTurnAll: (isOpen: boolean) => void;
}

/** By which column rows are grouped, dates by bucket, and all groups opened or closed. */
export function GroupMenu({ columns, group, onGroup, onTurnAll }: GroupMenuProps) {
  const choices = groupable(columns);
  const column = choices.find((one) => one.name === group?.column);
  const choose = (name: string | null) => {
    const chosen = choices.find((one) => one.name === name);
    onGroup(chosen === undefined ? null : groupingBy(chosen));
  };
  return (
    <Popover position="bottom-start" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Button leftSection={<IconLayoutRows {...icon} />} variant={column === undefined ? 'default' : 'light'}>
          {column === undefined ? words.button : words.by(column.label)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.button}>
        <div className={classes['group']}>
          <Select label={words.column} placeholder={words.none} data={choices.map((one) => ({ value: one.name, label: one.label }))} value={column?.name ?? null} clearable searchable={choices.length > 8} comboboxProps={{ withinPortal: false }} onChange={choose} />
          {column !== undefined && group !== null && isTime(column) && (
            <Select
              label={words.bucket}
              description={column.zoned ? words.utc : undefined}
              data={BUCKETS.map((bucket) => ({ value: bucket, label: words.buckets[bucket] }))}
              value={group.bucket}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              onChange={(bucket) => onGroup({ ...group, bucket })}
            />
          )}
          {column !== undefined && (
            <div className={classes['line']}>
              <Button size="xs" onClick={() => onTurnAll(true)}>
                {words.openAll}
              </Button>
              <Button size="xs" onClick={() => onTurnAll(false)}>
                {words.closeAll}
              </Button>
            </div>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
