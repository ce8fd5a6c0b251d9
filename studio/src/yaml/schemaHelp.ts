import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { lineNumbers } from '@codemirror/view';
import { yaml } from '@codemirror/lang-yaml';
import type { Extension } from '@codemirror/state';
import { useEffect, useMemo } from 'react';
import { useColumnKinds } from '@/api/design';
import { useActionKinds, useComponentKinds } from '@/api/designer';
import { useSchema } from '@/api/files';
import { useConnectors } from '@/api/sources';
import { slots } from '@/code/looks';
import { suggestionsAt, writingAt, type Known } from './yamlHelp';

/** What is known of each kind of definition, as soon as it has come. */
const KNOWN = new Map<string, Known>();

/** Offers keys and values that the schema of a kind of definition allows, as they are typed and on Ctrl Space. */
function help(kind: string): Extension {
  const source = (context: CompletionContext): CompletionResult | null => {
    const [writing, known] = [writingAt(context.state.sliceDoc(0, context.pos)), KNOWN.get(kind)];
    if (writing === null || known === undefined || (writing.typed === '' && !context.explicit)) return null;
    const options = suggestionsAt(writing, known).map(({ label, isKey, about }) => ({ label, type: isKey ? 'property' : 'constant', apply: isKey ? `${label}: ` : label, ...(about === '' ? {} : { info: about }) }));
    return { from: context.pos - writing.typed.length, options, validFor: /^[\w-]*$/ };
  };
  return autocompletion({ override: [source], icons: false });
}

/** YAML with the help of the schema of its kind of definition; the extension of the first drawing counts. */
export function useYamlHelp(kind: string): Extension {
  const schema = useSchema(kind).data;
  const components = useComponentKinds().data;
  const actions = useActionKinds().data;
  const connectors = useConnectors(kind === 'source').data;
  const columns = useColumnKinds(kind === 'table').data;
  useEffect(() => {
    if (schema === undefined) return;
    const parts = byKind(components);
    const kinds = new Map<string, Known['components']>();
    if (kind === 'source') kinds.set('', byKind(connectors));
    if (kind === 'table') kinds.set('columns/[]', byKind(columns)).set('columns/[]/control', parts);
    KNOWN.set(kind, { schema, components: parts, actions: byKind(actions), kinds });
  }, [kind, schema, components, actions, connectors, columns]);
  return useMemo(() => [lineNumbers(), yaml(), slots, help(kind)], [kind]);
}

const byKind = (kinds: readonly { kind: string; settings_schema: Known['schema'] | null }[] = []): Known['components'] => new Map(kinds.map((one) => [one.kind, one.settings_schema ?? {}]));
