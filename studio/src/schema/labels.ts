import type { JsonSchema } from '@/api/types';

const SHORT = new Set(['tls', 'ssl', 'ca', 'url', 'uri', 'api', 'id', 'ip', 'dns', 'ssh', 'sql']);

/** A label for a setting: its own title, unless that is only its name in capitals. */
export function labelOf(name: string, title: string | undefined): string {
  const generated = name.replaceAll('_', ' ').toLowerCase();
  return title === undefined || title.toLowerCase() === generated ? sentence(generated) : title;
}

/** A label for an allowed value: what the schema calls it, else `verify_full` becomes "Verify full". */
export function optionLabel(value: string, schema: JsonSchema = {}): string {
  return schema['x-labels']?.[value] ?? sentence(value.replaceAll(/[_-]/g, ' '));
}

function sentence(words: string): string {
  const spelled = words
    .split(' ')
    .map((word) => (SHORT.has(word) ? word.toUpperCase() : word))
    .join(' ');
  return spelled.charAt(0).toUpperCase() + spelled.slice(1);
}
