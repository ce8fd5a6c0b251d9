import { ColorInput, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useRef } from 'react';
import { useThemePreview } from '@/api/designer';
import type { Definition } from '@/api/types';
import { ConflictDialog } from '@/designer/save/ConflictDialog';
import { SaveBar } from '@/roles/SaveBar';
import { text } from '@/text';
import { EditingNotice } from '@/together/EditingNotice';
import { fieldLook } from '@/theme/components';
import { done } from '@/ui/toast';
import { useAppDraft } from '../draft/useAppDraft';
import { Contrast } from './Contrast';
import classes from './Theme.module.css';
import { ACCENTS, DENSITIES, FONTS, isColour, MODES, PLAIN, settingOf, THEME, type ThemeDoc } from './themeDoc';
import { ThemePicture } from './ThemePicture';

const words = text.apps.theme;

interface ThemeEditorProps {
  workspace: string;
  app: string;
  stored: Definition;
  /** The screen that the picture shows. */
  screen: string | null;
}

/** The look of an app: a few settings, and beside them a screen of it and whether its colours can be read. */
export function ThemeEditor({ workspace, app, stored, screen }: ThemeEditorProps) {
  const editor = useAppDraft(THEME, workspace, app, stored);
  const { doc } = editor;
  const accent = useRef<HTMLInputElement>(null);
  const isRight = isColour(doc.accent);
  const preview = useThemePreview(workspace, app, settingOf(isRight ? doc : { ...doc, accent: '' }));
  const save = async () => {
    if (!isRight) accent.current?.focus();
    else if (await editor.save()) done(words.saved);
  };
  return (
    <>
      <EditingNotice workspace={workspace} path={`apps/${app}/app.yaml`} changed={editor.changes > 0} revision={editor.revision} framed />
      <div className={classes['parts']}>
        <section className={classes['panel']} aria-label={words.settings}>
          <Settings doc={doc} edit={editor.edit} accent={accent} isRight={isRight} />
          {preview.data !== undefined && <Contrast accents={preview.data.accents} />}
        </section>
        <ThemePicture workspace={workspace} app={app} screen={screen} css={preview.data?.css ?? ''} mode={doc.mode} />
      </div>
      <SaveBar editor={editor} label={words.save} failed={words.failed} wrong={isRight ? 0 : 1} problem={editor.problem ?? preview.error} onSave={() => void save()} onShowWrong={() => accent.current?.focus()} />
      <ConflictDialog editor={{ ...editor, title: words.title }} title={words.conflict} />
    </>
  );
}

interface SettingsProps {
  doc: ThemeDoc;
  edit: (next: ThemeDoc, about?: string) => void;
  accent: React.RefObject<HTMLInputElement | null>;
  isRight: boolean;
}

function Settings({ doc, edit, accent, isRight }: SettingsProps) {
  return (
    <div className={classes['fields']}>
      <ColorInput
        {...fieldLook}
        ref={accent}
        label={words.accent}
        description={words.accentHelp}
        placeholder={words.usual}
        swatches={ACCENTS}
        withEyeDropper={false}
        fixOnBlur={false}
        value={doc.accent}
        error={isRight ? null : words.noColour}
        onChange={(value) => edit({ ...doc, accent: value }, 'accent')}
      />
      <NumberInput
        label={words.radius}
        description={words.radiusHelp}
        placeholder={words.usual}
        min={0}
        max={16}
        clampBehavior="strict"
        allowDecimal={false}
        suffix=" px"
        value={doc.radius ?? ''}
        onChange={(value) => edit({ ...doc, radius: value === '' ? null : Number(value) }, 'radius')}
      />
      <Choice label={words.density} all={DENSITIES} names={words.densities} value={doc.density} onChange={(density) => edit({ ...doc, density })} />
      <Select
        label={words.font}
        data={FONTS.map((font) => ({ value: font, label: words.fonts[font] }))}
        value={doc.font}
        allowDeselect={false}
        onChange={(font) => edit({ ...doc, font: FONTS.find((one) => one === font) ?? PLAIN.font })}
      />
      <Choice label={words.mode} about={words.modeHelp} all={MODES} names={words.modes} value={doc.mode} onChange={(mode) => edit({ ...doc, mode })} />
      <TextInput label={words.logo} description={words.logoHelp} placeholder="https://…" value={doc.logo} onChange={(event) => edit({ ...doc, logo: event.currentTarget.value }, 'logo')} />
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  about?: string;
  all: T[];
  names: Record<T, string>;
  value: T;
  onChange: (value: T) => void;
}

function Choice<T extends string>({ label, about, all, names, value, onChange }: ChoiceProps<T>) {
  return (
    <div className={classes['choice']}>
      <span className={classes['label']}>{label}</span>
      {about !== undefined && <span className={classes['about']}>{about}</span>}
      <SegmentedControl fullWidth aria-label={label} data={all.map((one) => ({ value: one, label: names[one] }))} value={value} onChange={(chosen) => onChange(all.find((one) => one === chosen) ?? value)} />
    </div>
  );
}
