import { Button, Popover, TextInput } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { text } from '@/text';
import classes from './Designer.module.css';
import type { ScreenParams } from './useScreenParams';

const words = text.designer.bar;
/** As many stand in the bar itself. */
const FEW = 2;

interface ParamFieldsProps {
  params: ScreenParams;
  /** The values that the picture was drawn with. */
  used: Record<string, string>;
}

/** What the picture is drawn with: the parameters of the path, or the settings of a module. */
export function ParamFields({ params, used }: ParamFieldsProps) {
  const field = (name: string, isAlone: boolean) => (
    <TextInput
      key={name}
      size="xs"
      label={name}
      {...(isAlone ? { w: 110, classNames: { root: classes['param'] ?? '' } } : {})}
      placeholder={used[name] ?? ''}
      value={params.given[name] ?? ''}
      onChange={(event) => params.set(name, event.currentTarget.value)}
    />
  );
  if (params.names.length <= FEW) return params.names.map((name) => field(name, true));
  return (
    <Popover position="bottom-start" width={280} trapFocus>
      <Popover.Target>
        <Button size="xs" leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.75} />}>
          {words.values(params.names.length)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.valuesOf}>
        <div className={classes['values']}>
          <p>{words.valuesAbout}</p>
          {params.names.map((name) => field(name, false))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
