/** The rows of installations, for those who may not know the table. */
export type { CorpAccessRow, CorpRow } from './table.ts';
