import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Connection, Wish } from '@/api/generate';
import type { Generated, Plan } from '@/api/types';
import { useMe } from '@/api/me';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { Page } from '@/ui/Page';
import { ConnectStep } from './ConnectStep';
import { CreateStep } from './CreateStep';
import { FromFile } from './FromFile';
import classes from './GeneratePage.module.css';
import { Progress } from './Progress';
import { TablesStep } from './TablesStep';

type Stage =
  | { at: 'connect' }
  | { at: 'tables'; connection: Connection }
  | { at: 'create'; connection: Connection; plan: Plan; wish: Wish };

const ORDER = ['connect', 'tables', 'create'] as const;

/** From a database to an app; for administrators, as every app made here brings a new workspace. */
export function GeneratePage() {
  return useMe().data?.is_admin ? <Ways /> : <NotFoundPage />;
}

/** Begin with a database or with a file; the address says which. */
function Ways() {
  const [search, setSearch] = useSearchParams();
  const isFile = search.get('from') === 'file';
  return (
    <Page title={text.generate.heading} about={isFile ? text.generate.file.heading : text.generate.about}>
      <SegmentedControl
        className={classes['ways'] ?? ''}
        aria-label={text.generate.ways.label}
        data={[{ value: 'database', label: text.generate.ways.database }, { value: 'file', label: text.generate.ways.file }]}
        value={isFile ? 'file' : 'database'}
        onChange={(way) => setSearch(way === 'file' ? { from: 'file' } : {}, { replace: true })}
      />
      {isFile ? <FromFile /> : <Steps />}
    </Page>
  );
}

/** Connect, choose tables, create. Going back keeps what was entered. */
function Steps() {
  const [stage, setStage] = useState<Stage>({ at: 'connect' });
  const [generated, setGenerated] = useState<Generated | null>(null);
  const restart = () => {
    setGenerated(null);
    setStage({ at: 'connect' });
  };
  return (
    <>
      <Progress at={generated === null ? ORDER.indexOf(stage.at) : ORDER.length} />
      <div hidden={stage.at !== 'connect'}>
        <ConnectStep onDone={(connection) => setStage({ at: 'tables', connection })} />
      </div>
      {stage.at !== 'connect' && (
        <div hidden={stage.at !== 'tables'}>
          <TablesStep
            key={JSON.stringify(stage.connection)}
            connection={stage.connection}
            onBack={() => setStage({ at: 'connect' })}
            onDone={(plan, wish) => setStage({ at: 'create', connection: stage.connection, plan, wish })}
          />
        </div>
      )}
      {stage.at === 'create' && (
        <CreateStep
          connection={stage.connection}
          plan={stage.plan}
          wish={stage.wish}
          onBack={() => setStage({ at: 'tables', connection: stage.connection })}
          onDone={setGenerated}
          onRestart={restart}
        />
      )}
    </>
  );
}
