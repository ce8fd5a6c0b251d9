import { Button, Tabs } from '@mantine/core';
import type { QueryResult } from '@/api/types';
import { text } from '@/text';
import { CopyButton } from '@/ui/CopyButton';
import { Section } from '@/ui/Page';
import classes from './ResultView.module.css';

const words = text.queries.result;
const SHOWN = 200;

interface ResultViewProps {
  result: QueryResult | null;
  plan: string[] | null;
  busy: boolean;
  /** Asks the source even if it need not. */
  onAnew: () => void;
}

/** What a run gave: its rows as a grid or as JSON, how long it took; or the plan of the source. */
export function ResultView({ result, plan, busy, onAnew }: ResultViewProps) {
  return (
    <Section title={plan === null ? words.title : words.plan}>
      <div role="status" aria-live="polite" className={classes['status']}>
        {busy ? words.running : result !== null ? summary(result) : plan === null ? words.empty : ''}
      </div>
      {result !== null && result.age_s !== null && (
        <Button className={classes['anew'] ?? ''} size="compact-sm" disabled={busy} onClick={onAnew}>
          {words.anew}
        </Button>
      )}
      {result !== null && <Result result={result} />}
      {plan !== null && (
        <pre className={classes['code']} tabIndex={0} aria-label={words.plan}>
          {plan.join('\n')}
        </pre>
      )}
    </Section>
  );
}

const summary = (result: QueryResult) => [result.columns.length === 0 ? words.touched(result.touched) : words.count(result.items.length), words.time(result.duration_ms), ...(result.age_s === null ? [] : [words.kept(Math.round(result.age_s))]), ...(result.limited_by === null ? [] : [words.limited])].join(' · ');

function Result({ result }: { result: QueryResult }) {
  if (result.columns.length === 0) return null;
  const json = JSON.stringify(result.items.slice(0, SHOWN), null, 2);
  return (
    <Tabs defaultValue="rows" keepMounted={false}>
      <Tabs.List mb="sm">
        <Tabs.Tab value="rows">{words.rows}</Tabs.Tab>
        <Tabs.Tab value="json">{words.json}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="rows">
        <Grid result={result} />
      </Tabs.Panel>
      <Tabs.Panel value="json">
        <CopyButton value={JSON.stringify(result.items, null, 2)} label={text.actions.copy} />
        <pre className={classes['code']} tabIndex={0} aria-label={words.json}>
          {json}
        </pre>
      </Tabs.Panel>
      {result.items.length > SHOWN && <p className={classes['status']}>{words.shown(SHOWN)}</p>}
    </Tabs>
  );
}

const NUMBERS = new Set(['integer', 'decimal', 'float']);

function Grid({ result }: { result: QueryResult }) {
  if (result.items.length === 0) return <p className={classes['status']}>{words.none}</p>;
  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label={words.rows}>
      <table className={classes['table']}>
        <thead>
          <tr>
            {result.columns.map((column) => (
              <th key={column.name} scope="col" data-align={NUMBERS.has(column.type) ? 'end' : undefined}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.items.slice(0, SHOWN).map((row, index) => (
            <tr key={index}>
              {result.columns.map((column) => (
                <td key={column.name} data-align={NUMBERS.has(column.type) ? 'end' : undefined}>
                  {shown(row[column.name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function shown(value: unknown) {
  if (value === null || value === undefined) return <span className={classes['null']}>null</span>;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
