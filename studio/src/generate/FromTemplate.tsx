import { Button, Checkbox, TextInput } from '@mantine/core';
import { IconApps, IconArrowRight, IconCalendarEvent, IconCircleCheck, IconDeviceDesktop, IconLifebuoy, type Icon } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useInstallTemplate, useTemplates } from '@/api/templates';
import type { InstalledTemplate, Template } from '@/api/types';
import { useWorkspaces } from '@/api/workspaces';
import { nameFor } from '@/apps/nameFor';
import { text } from '@/text';
import type { Language } from '@/text/language';
import { EmptyState } from '@/ui/EmptyState';
import { Form } from '@/ui/Form';
import { Loaded } from '@/ui/Loaded';
import { Section } from '@/ui/Page';
import { useServerForm } from '@/ui/useServerForm';
import cards from './KindCards.module.css';
import done from './CreateStep.module.css';

const words = text.generate.template;
const ICONS: Record<string, Icon> = { 'lifebuoy': IconLifebuoy, 'device-desktop': IconDeviceDesktop, 'calendar-event': IconCalendarEvent };

interface Made extends InstalledTemplate {
  title: string;
}

/** A ready workspace: which, what it is called, and whether it brings rows to look at. */
export function FromTemplate({ language }: { language: Language }) {
  const templates = useTemplates();
  const workspaces = useWorkspaces();
  const [made, setMade] = useState<Made | null>(null);
  if (made !== null) return <Done made={made} onRestart={() => setMade(null)} />;
  return (
    <Loaded query={templates}>
      {([first, ...others]) => {
        if (first === undefined) return <EmptyState icon={IconApps} title={words.none.title} about={words.none.about} />;
        return <Loaded query={workspaces}>{(known) => <Choice all={[first, ...others]} first={first} taken={known.map((one) => one.name)} language={language} onMade={setMade} />}</Loaded>;
      }}
    </Loaded>
  );
}

interface ChoiceProps {
  all: Template[];
  first: Template;
  taken: string[];
  language: Language;
  onMade: (made: Made) => void;
}

function Choice({ all, first, taken, language, onMade }: ChoiceProps) {
  const install = useInstallTemplate();
  const [chosen, setChosen] = useState(first);
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { title: first.title, rows: true },
    validate: ({ title }) => (title.trim() === '' ? { title: words.missing } : {}),
    submit: async ({ title, rows }) => {
      const wish = { template: chosen.name, workspace: nameFor(title, taken, 'workspace'), title: title.trim(), language, with_rows: rows };
      onMade({ ...(await install.mutateAsync(wish)), title: title.trim() });
    },
  });
  const choose = (template: Template) => {
    if (form.getValues().title === chosen.title) form.setFieldValue('title', template.title);
    setChosen(template);
  };
  return (
    <Section title={words.title} about={words.about}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={words.submit} submitting={submitting}>
        <fieldset className={cards['cards']}>
          <legend>{words.which}</legend>
          {all.map((template) => (
            <TemplateCard key={template.name} template={template} isChosen={template === chosen} onChoose={() => choose(template)} />
          ))}
        </fieldset>
        <TextInput label={words.name} autoComplete="off" {...form.getInputProps('title')} />
        <Checkbox label={words.rows} description={words.rowsHelp} {...form.getInputProps('rows', { type: 'checkbox' })} />
      </Form>
    </Section>
  );
}

function TemplateCard({ template, isChosen, onChoose }: { template: Template; isChosen: boolean; onChoose: () => void }) {
  const Mark = ICONS[template.icon] ?? IconApps;
  return (
    <label className={cards['card']}>
      <input type="radio" name="template" value={template.name} checked={isChosen} onChange={onChoose} />
      <Mark size={24} stroke={1.5} aria-hidden />
      <span className={cards['words']}>
        <span className={cards['title']}>{template.title}</span>
        <span className={cards['about']}>{template.summary}</span>
      </span>
    </label>
  );
}

function Done({ made, onRestart }: { made: Made; onRestart: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={done['card']}>
      <IconCircleCheck size={32} stroke={1.5} className={done['ok']} aria-hidden />
      <h2 ref={heading} tabIndex={-1} className={done['title']}>
        {text.generate.done.title(made.title)}
      </h2>
      <p className={done['about']}>{text.generate.done.about}</p>
      <div className={done['buttons']}>
        <Button component="a" href={made.address} variant="filled" rightSection={<IconArrowRight size={16} stroke={1.75} />}>
          {text.generate.done.open}
        </Button>
        <Button component={Link} to={`/w/${made.workspace}`}>
          {text.generate.done.manage}
        </Button>
        <Button variant="subtle" onClick={onRestart}>
          {text.generate.done.another}
        </Button>
      </div>
    </div>
  );
}
