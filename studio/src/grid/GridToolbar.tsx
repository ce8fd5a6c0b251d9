import { ActionIcon, Button, Checkbox, Popover, SegmentedControl, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconColumns3, IconFilter, IconPalette, IconRefresh, IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { text } from '@/text';
import type { GridColumn } from './columns';
import { firstLayout, ordered, withHidden, type Layout, type RowHeight } from './layout';
import classes from './TablePage.module.css';

const words = text.grid;
const icon = { size: 16, stroke: 1.75 };
const SEARCH_AFTER_MS = 250;
const HEIGHTS: RowHeight[] = ['compact', 'normal', 'tall'];

interface GridToolbarProps {
  columns: GridColumn[];
  layout: Layout;
  onLayout: (layout: Layout) => void;
  search: string;
  onSearch: (search: string) => void;
  /** How many conditions the filter has; null when it is a text of its own. */
  conditions: number | null;
  isFilterOpen: boolean;
  onFilter: () => void;
  /** The menu of groups. */
  grouping: ReactNode;
  isMarking: boolean;
  onMark: () => void;
  onRefresh: () => void;
  /** The menu of saved views. */
  views: ReactNode;
  children?: ReactNode;
}

/** What is searched and filtered, and how the rows are shown. */
export function GridToolbar({ columns, layout, onLayout, search, onSearch, conditions, isFilterOpen, onFilter, grouping, isMarking, onMark, onRefresh, views, children }: GridToolbarProps) {
  const [typed, setTyped] = useState(search);
  const [known, setKnown] = useState(search);
  if (known !== search) {
    setKnown(search);
    setTyped(search);
  }
  const tell = useDebouncedCallback(onSearch, SEARCH_AFTER_MS);
  const type = (value: string) => {
    setTyped(value);
    tell(value);
  };
  const isFiltered = conditions !== 0;
  return (
    <div className={classes['toolbar']}>
      {views}
      <TextInput
        className={classes['search'] ?? ''}
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<IconSearch {...icon} />}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && type('')}
        data-list-search
      />
      <Button leftSection={<IconFilter {...icon} />} variant={isFiltered ? 'light' : 'default'} onClick={onFilter} aria-expanded={isFilterOpen}>
        {conditions === null || conditions === 0 ? words.filter.button : words.filter.count(conditions)}
      </Button>
      <ColumnsMenu columns={columns} layout={layout} onLayout={onLayout} />
      {grouping}
      <Button leftSection={<IconPalette {...icon} />} variant={layout.marks.length > 0 ? 'light' : 'default'} onClick={onMark} aria-expanded={isMarking}>
        {layout.marks.length > 0 ? words.marks.count(layout.marks.length) : words.marks.button}
      </Button>
      <Tooltip label={words.refresh}>
        <ActionIcon aria-label={words.refresh} onClick={onRefresh}>
          <IconRefresh {...icon} />
        </ActionIcon>
      </Tooltip>
      <span className={classes['grow']} />
      {children}
    </div>
  );
}

function ColumnsMenu({ columns, layout, onLayout }: Pick<GridToolbarProps, 'columns' | 'layout' | 'onLayout'>) {
  const hidden = columns.filter((column) => layout.hidden.includes(column.name)).length;
  return (
    <Popover position="bottom-start" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Button leftSection={<IconColumns3 {...icon} />}>{hidden === 0 ? words.columns.button : `${words.columns.button} · ${words.columns.hidden(hidden)}`}</Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.columns.title}>
        <div className={classes['group']}>
          <SegmentedControl
            size="xs"
            aria-label={words.height.label}
            data={HEIGHTS.map((height) => ({ value: height, label: words.height[height] }))}
            value={layout.height}
            onChange={(height) => onLayout({ ...layout, height: height })}
          />
          <div className={classes['columnList']} role="group" aria-label={words.columns.title} tabIndex={-1}>
            {ordered(columns, layout).map((column) => (
              <Checkbox key={column.name} label={column.label} checked={!layout.hidden.includes(column.name)} onChange={(event) => onLayout(withHidden(layout, column.name, !event.currentTarget.checked))} />
            ))}
          </div>
          <div className={classes['line']}>
            <Button size="xs" onClick={() => onLayout({ ...layout, hidden: [] })}>
              {words.columns.all}
            </Button>
            <Button size="xs" variant="subtle" onClick={() => onLayout(firstLayout(columns))}>
              {words.columns.reset}
            </Button>
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
