import { Button } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTokens } from '@/api/account';
import type { ApiToken } from '@/api/types';
import { text } from '@/text';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Section } from '@/ui/Page';
import { When } from '@/ui/When';
import classes from './lists.module.css';
import { NewTokenDialog } from './NewTokenDialog';
import { RevokeDialog } from './RevokeDialog';

const words = text.account.tokens;
const quiet = (sentence: string) => <span className={classes['quiet']}>{sentence}</span>;

/** One's own API tokens. */
export function TokenList() {
  const tokens = useTokens();
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  const columns: DataColumn<ApiToken>[] = [
    { id: 'name', header: words.name, sortBy: (token) => token.name, cell: (token) => token.name },
    { id: 'scopes', header: words.scopes, hideNarrow: true, cell: (token) => (token.scopes === null ? words.allScopes : token.scopes.map((scope) => words.scopeWords[scope] ?? scope).join('; ')) },
    { id: 'expires', header: words.expires, width: 'fit', sortBy: (token) => token.expires_at ?? '9999', cell: (token) => (token.expires_at ? <When at={token.expires_at} /> : quiet(words.never)) },
    { id: 'used', header: words.lastUsed, width: 'fit', hideNarrow: true, sortBy: (token) => token.last_used_at ?? '', cell: (token) => (token.last_used_at ? <When at={token.last_used_at} /> : quiet(words.notUsed)) },
    {
      id: 'revoke',
      header: '',
      width: 'fit',
      align: 'end',
      cell: (token) => (
        <Button size="xs" color="red" aria-label={words.revokeOf(token.name)} onClick={() => setRevoking(token)}>
          {words.revoke}
        </Button>
      ),
    },
  ];
  const add = (
    <Button leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setAdding(true)}>
      {words.add}
    </Button>
  );
  return (
    <Section title={words.title} about={words.about} actions={add}>
      <Loaded query={tokens}>
        {(all) => (
          <DataTable label={words.list} rows={all} columns={columns} rowKey={(token) => token.id} empty={<EmptyState icon={IconKey} title={words.empty.title} about={words.empty.about} />} />
        )}
      </Loaded>
      <NewTokenDialog opened={adding} onClose={() => setAdding(false)} />
      {revoking !== null && <RevokeDialog token={revoking} onClose={() => setRevoking(null)} />}
    </Section>
  );
}
