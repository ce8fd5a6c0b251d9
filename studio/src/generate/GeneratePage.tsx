import { SegmentedControl } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Connection, Wish } from '@/api/generate';
import type { Generated, Plan } from '@/api/types';
import { useMe } from '@/api/me';
import { text } from '@/text';
import { language, type Language } from '@/text/language';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { ConnectStep } from './ConnectStep';
import { CreateStep } from './CreateStep';
import { FromFile } from './FromFile';
import { FromTemplate } from './FromTemplate';
import { LanguageChoice } from './LanguageChoice';
import classes from './GeneratePage.module.css';
import { Progress } from './Progress';
import { TablesStep } from './TablesStep';

type Stage =
  | { at: 'connect' }
  | { at: 'tables'; connection: Connection }
  | { at: 'create'; connection: Connection; plan: Plan; wish: Omit<Wish, 'language'> };

const ORDER = ['connect', 'tables', 'create'] as const;

/** From a database to an app; for administrators, as every app made here brings a new workspace. */
export function GeneratePage() {
  if (useMe().data?.is_admin) return <Ways />;
  const words = text.generate;
  return (
    <Page title={words.heading}>
      <EmptyState icon={IconLock} title={words.denied.title} about={words.denied.about} />
    </Page>
  );
}

type Way = 'database' | 'file' | 'template';

const ABOUT: Record<Way, string> = { database: text.generate.about, file: text.generate.file.heading, template: text.generate.template.heading };
const wayOf = (from: string | null): Way => (from === 'file' || from === 'template' ? from : 'database');

/** Begin with a database, a file or a template; the address says which. */
function Ways() {
  const [search, setSearch] = useSearchParams();
  const way = wayOf(search.get('from'));
  const [wording, setWording] = useState(language);
  const words = text.generate.ways;
  return (
    <Page title={text.generate.heading} about={ABOUT[way]}>
      <div className={classes['head']}>
        <SegmentedControl
          className={classes['ways'] ?? ''}
          aria-label={words.label}
          data={[{ value: 'database', label: words.database }, { value: 'file', label: words.file }, { value: 'template', label: words.template }]}
          value={way}
          onChange={(chosen) => setSearch(chosen === 'database' ? {} : { from: chosen }, { replace: true })}
        />
        <LanguageChoice value={wording} onChange={setWording} />
      </div>
      {way === 'file' && <FromFile language={wording} />}
      {way === 'template' && <FromTemplate language={wording} />}
      {way === 'database' && <Steps language={wording} />}
    </Page>
  );
}

/** Connect, choose tables, create. Going back keeps what was entered. */
function Steps({ language: wording }: { language: Language }) {
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
          wish={{ ...stage.wish, language: wording }}
          onBack={() => setStage({ at: 'tables', connection: stage.connection })}
          onDone={setGenerated}
          onRestart={restart}
        />
      )}
    </>
  );
}
