import type { TableSummary } from '@/api/types';

/** The tables whose rows one may add to or change. */
export const importable = <One extends Pick<TableSummary, 'kind' | 'can'>>(tables: One[]): One[] => tables.filter((one) => one.kind === 'table' && (one.can.includes('create') || one.can.includes('update')));
