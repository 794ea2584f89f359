import { id, instant, int, json, longText, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** The kinds of ids that are still the company's own. */
export interface OpenSubjects {
  /** Those of members, and with them the corpid. */
  readonly members: boolean;
  /** Those of customers, tags and group chats. */
  readonly customers: boolean;
}

/** The history of a company's former app, on its way to this installation. */
export interface IdConversionRow {
  id: number;
  /** The installation it comes to. */
  corpId: number;
  /** The tenant it comes from. */
  fromCorpId: number;
  /** See `IdConversionState` of the contract. */
  state: string;
  /** `corpid`, `members` or `upgrade`. */
  proof: string;
  foundAt: Date;
  confirmedBy: number | null;
  confirmedAt: Date | null;
  /** When the former app was replaced; from then on its rows follow. */
  replacedAt: Date | null;
  finishedAt: Date | null;
  /** Raised each time an administrator asks for it: what was kept is asked for once more. */
  attempt: number;
  /** Checkpoint: the step under way, and how far it has come. */
  step: string | null;
  stepCursor: string;
  /** The refusal of the call that converts ids of customers; null while it was not refused. */
  refusedErrcode: number | null;
  moved: number;
  merged: number;
  failure: string | null;
  /** What an upgrade of ids is to change; null where another app's history comes. */
  openSubjects: OpenSubjects | null;
  /** When an administrator agreed to go on without those whom the app no longer sees; null while nobody did. */
  waivedAt: Date | null;
}

export const idConversionTable = defineTable<IdConversionRow>({
  name: 'id_conversion',
  columns: {
    id: id(),
    corpId: ref(),
    fromCorpId: ref(),
    state: text(16),
    proof: text(8),
    foundAt: instant(),
    confirmedBy: nullable(ref()),
    confirmedAt: nullable(instant()),
    replacedAt: nullable(instant()),
    finishedAt: nullable(instant()),
    attempt: int(),
    step: nullable(text(64)),
    stepCursor: text(128),
    refusedErrcode: nullable(int()),
    moved: int(),
    merged: int(),
    failure: nullable(longText()),
    openSubjects: nullable(json()),
    waivedAt: nullable(instant()),
  },
  indexes: [{ name: 'id_conversion_key', columns: ['corpId'], isUnique: true }],
  moves: 'stays',
});

/** One id of the former app, and what it is called now. */
export interface ConvertedIdRow {
  id: number;
  corpId: number;
  /** See `ConvertedKind` of the contract. */
  kind: string;
  fromId: string;
  /** Null while it is not known; the id is kept then. */
  toId: string | null;
  /** Why it is not known; see `KeptReason` of the contract. */
  reason: string | null;
  /** The last attempt of the conversion that asked for it; 0 for none. */
  attempt: number;
}

export const convertedIdTable = defineTable<ConvertedIdRow>({
  name: 'converted_id',
  columns: {
    id: id(),
    corpId: ref(),
    kind: text(16),
    fromId: text(64),
    toId: nullable(text(64)),
    reason: nullable(text(16)),
    attempt: int(),
  },
  indexes: [
    { name: 'converted_id_key', columns: ['corpId', 'kind', 'fromId'], isUnique: true },
    { name: 'converted_id_there', columns: ['corpId', 'kind', 'toId'] },
    { name: 'converted_id_open', columns: ['corpId', 'kind', 'attempt', 'id'] },
  ],
  moves: 'stays',
});

/** A row that was merged into one that was there; what names it names the other one. */
export interface MergedRowRow {
  id: number;
  corpId: number;
  tableName: string;
  fromRowId: number;
  intoRowId: number;
}

export const mergedRowTable = defineTable<MergedRowRow>({
  name: 'merged_row',
  columns: { id: id(), corpId: ref(), tableName: text(32), fromRowId: ref(), intoRowId: ref() },
  indexes: [{ name: 'merged_row_key', columns: ['corpId', 'tableName', 'fromRowId'], isUnique: true }],
  moves: 'stays',
});
