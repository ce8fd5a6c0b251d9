import type { Connection } from '@/api/generate';
import type { Connector } from '@/api/types';
import { fieldsOf } from '@/schema/fields';
import { checkValues, settingsOf, type FormValues } from '@/schema/values';
import { text } from '@/text';

export type Way = 'fields' | 'url';

export interface Draft {
  way: Way;
  kind: string;
  values: FormValues;
  url: string;
}

export type Drafted = { connection: Connection } | { errors: Record<string, string> };

const words = text.generate.connect;

/** The connection that a half-filled form describes, or what is wrong with it, field by field. */
export function connectionOf(draft: Draft, connectors: Connector[]): Drafted {
  return draft.way === 'url' ? fromUrl(draft.url.trim(), connectors) : fromFields(draft, connectors);
}

function fromFields({ kind, values }: Draft, connectors: Connector[]): Drafted {
  const connector = connectors.find((item) => item.kind === kind);
  const fields = fieldsOf(connector?.settings_schema ?? {});
  const errors = checkValues(fields, values);
  return Object.keys(errors).length > 0 ? { errors } : { connection: { kind, settings: settingsOf(fields, values) } };
}

function fromUrl(url: string, connectors: Connector[]): Drafted {
  if (url === '') return { errors: { url: words.urlMissing } };
  const scheme = url.split(':')[0]?.split('+')[0]?.toLowerCase() ?? '';
  const connector = connectors.find((item) => item.schemes.includes(scheme));
  if (connector === undefined) return { errors: { url: words.urlUnknown(scheme, knownSchemes(connectors)) } };
  return { connection: { kind: connector.kind, url } };
}

/** The beginnings of addresses that some connector understands. */
export function knownSchemes(connectors: Connector[]): string {
  return connectors.flatMap((item) => item.schemes.slice(0, 1)).map((scheme) => `${scheme}://`).join(', ');
}
