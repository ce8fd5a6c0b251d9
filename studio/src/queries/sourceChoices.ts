import type { Source } from '@/api/types';
import { text } from '@/text';

/** What a query may ask, to choose from; the built-in database has no name. */
export const sourceChoices = (sources: Source[]) => [...sources.map((source) => ({ value: source.name, label: source.title })), { value: '', label: text.queries.builtIn }];
