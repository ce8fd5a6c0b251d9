import { Tabs } from '@mantine/core';
import { IconEyeOff, IconLock } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Preview } from '@/api/types';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { nodeAt } from '../document/edit';
import type { Subject } from '../subject';
import { titleOf, type Designer } from '../useDesigner';
import { EventLog } from './EventLog';
import { hiddenParts, type HiddenPart } from './hiddenParts';
import classes from './InsightPanel.module.css';

const words = text.designer.insight;

interface InsightPanelProps {
  subject: Subject;
  designer: Designer;
  /** The last picture that could be drawn. */
  picture: Preview | null;
}

/** What lies behind the picture: what is not in it and why, the data it asked for, what expressions read, and what events did. */
export function InsightPanel({ subject, designer, picture }: InsightPanelProps) {
  const hidden = useMemo(() => (picture === null ? [] : hiddenParts(new DOMParser().parseFromString(picture.html, 'text/html'))), [picture]);
  const asked = picture?.asked ?? [];
  const values = picture?.values ?? {};
  return (
    <section className={classes['panel']} aria-label={words.title}>
      <Tabs className={classes['tabs'] ?? ''} defaultValue="hidden" keepMounted={false}>
        <Tabs.List px="md">
          <Tabs.Tab value="hidden">{words.hidden(hidden.length)}</Tabs.Tab>
          <Tabs.Tab value="data">{words.data(asked.length)}</Tabs.Tab>
          <Tabs.Tab value="values">{words.values}</Tabs.Tab>
          <Tabs.Tab value="log">{words.log.tab}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel className={classes['list'] ?? ''} value="hidden">
          {hidden.length === 0 && <p className={classes['nothing']}>{words.nothingHidden}</p>}
          <ul>
            {hidden.map((part) => (
              <li key={`${part.path.join('.')} ${part.why}`}>
                <HiddenLine designer={designer} part={part} />
              </li>
            ))}
          </ul>
        </Tabs.Panel>
        <Tabs.Panel className={classes['list'] ?? ''} value="data">
          {asked.length === 0 && <p className={classes['nothing']}>{words.nothingAsked}</p>}
          <ul>
            {asked.map((one, index) => (
              <li key={index}>
                <DataLine designer={designer} asked={one} />
              </li>
            ))}
          </ul>
        </Tabs.Panel>
        <Tabs.Panel className={classes['list'] ?? ''} value="log">
          <EventLog subject={subject} designer={designer} />
        </Tabs.Panel>
        <Tabs.Panel className={classes['list'] ?? ''} value="values" tabIndex={0}>
          <dl className={classes['values']}>
            {ordered(values).map(([name, value]) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>
                  <pre>{JSON.stringify(value, null, 1)}</pre>
                </dd>
              </div>
            ))}
          </dl>
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

/** What belongs to the screen comes before what every screen has. */
const FIRST = ['settings', 'state', 'params', 'query', 'query_all', 'env'];
const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
const ordered = (values: Preview['values']) => Object.entries(values).sort(([one], [other]) => rank(one) - rank(other));

const nameOf = ({ doc, kinds }: Designer, path: HiddenPart['path']): string => {
  const node = nodeAt(doc, path);
  return node === undefined ? text.designer.inspector.screen : titleOf(node, kinds);
};

function HiddenLine({ designer, part }: { designer: Designer; part: HiddenPart }) {
  const { path, why, role, reads, missing, places } = part;
  const condition = nodeAt(designer.doc, path)?.['show_if'];
  const WhyIcon = why === 'access' ? IconLock : IconEyeOff;
  return (
    <button type="button" onClick={() => designer.lead([...path, why])}>
      <WhyIcon size={16} stroke={1.75} aria-hidden />
      <strong>{nameOf(designer, path)}</strong>
      <span>
        {why === 'access' ? words.needsRole(role) : words.because} {why === 'show_if' && typeof condition === 'string' && <code>{condition}</code>}
        {reads.map(([name, value]) => (
          <span key={name} className={classes['read']}>
            <code>{name}</code> = <code>{value}</code>
          </span>
        ))}
        {places > 1 && <span className={classes['read']}>{words.ofPlaces(missing, places)}</span>}
      </span>
    </button>
  );
}

function DataLine({ designer, asked: { at, table, sort, rows, is_skipped: isSkipped, fault } }: { designer: Designer; asked: Preview['asked'][number] }) {
  return (
    <button type="button" onClick={() => designer.select(at)}>
      <Badge tone={fault === null ? (isSkipped ? 'neutral' : 'green') : 'red'}>{words.sorts[sort]}</Badge>
      <strong>{nameOf(designer, at)}</strong>
      <span>
        <code>{table}</code> {fault ?? (isSkipped ? words.skipped : words.rows(rows ?? 0))}
      </span>
    </button>
  );
}
