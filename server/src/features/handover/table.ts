import { bool, id, instant, int, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** A decision to hand customers of one member over to another. What became of it stands in its items. */
export interface HandoverRow {
  id: number;
  corpId: number;
  /** See `HandoverKind` of the contract. */
  kind: string;
  fromMemberId: number;
  toMemberId: number;
  requestedBy: number;
  /** Said to the customers afterwards. */
  message: string | null;
  withGroupChats: boolean;
  /** The same key twice is one handover. */
  requestKey: string;
  createdAt: Date;
}

export const handoverTable = defineTable<HandoverRow>({
  name: 'handover',
  columns: {
    id: id(),
    corpId: ref(),
    kind: text(16),
    fromMemberId: ref(),
    toMemberId: ref(),
    requestedBy: ref(),
    message: nullable(text(200)),
    withGroupChats: bool(),
    requestKey: text(64),
    createdAt: instant(),
  },
  indexes: [
    { name: 'handover_request', columns: ['corpId', 'requestKey'], isUnique: true },
    { name: 'handover_newest', columns: ['corpId', 'createdAt', 'id'] },
  ],
  moves: { rows: { fromMemberId: 'member', toMemberId: 'member', requestedBy: 'member' } },
});

/** One customer or chat of a handover. */
export interface HandoverItemRow {
  id: number;
  corpId: number;
  handoverId: number;
  /** `customer` or `chat`. */
  kind: string;
  /** The external_userid, or the chat's id. */
  subjectId: string;
  /** Null for a chat. */
  customerId: number | null;
  /** Name or remark when it was chosen. */
  name: string;
  /** See `HandoverState` of the contract. */
  state: string;
  /** See `HandoverReason` of the contract. */
  reason: string | null;
  errcode: number | null;
  /** Since when a call is under way whose answer never came; the result is read before it is repeated. */
  calledAt: Date | null;
  /** When the platform began it; counts against the two in 90 days. */
  startedAt: Date | null;
  /** When the platform does it by itself. */
  dueAt: Date | null;
  settledAt: Date | null;
  /** Raised by each retry. */
  attempt: number;
}

export const handoverItemTable = defineTable<HandoverItemRow>({
  name: 'handover_item',
  columns: {
    id: id(),
    corpId: ref(),
    handoverId: ref(),
    kind: text(8),
    subjectId: text(64),
    customerId: nullable(ref()),
    name: text(128),
    state: text(16),
    reason: nullable(text(32)),
    errcode: nullable(int()),
    calledAt: nullable(instant()),
    startedAt: nullable(instant()),
    dueAt: nullable(instant()),
    settledAt: nullable(instant()),
    attempt: int(),
  },
  indexes: [
    { name: 'handover_item_key', columns: ['corpId', 'handoverId', 'kind', 'subjectId'], isUnique: true },
    { name: 'handover_item_subject', columns: ['corpId', 'subjectId', 'state'] },
  ],
  moves: {
    rows: { handoverId: 'handover', customerId: 'customer' },
    ids: { subjectId: (row) => (row.kind === 'chat' ? 'chat' : 'person') },
    // The platform tells the result of a handover only to the app that asked for it.
    arrive: (row) =>
      row.state === 'pending' || row.state === 'waiting' ? { state: 'failed', reason: 'no_result' } : {},
  },
});

/** A customer whose member left, as the platform listed them last. */
export interface UnassignedCustomerRow {
  id: number;
  corpId: number;
  memberId: number;
  customerId: number;
  externalUserId: string;
  leftAt: Date;
  readAt: Date;
}

export const unassignedCustomerTable = defineTable<UnassignedCustomerRow>({
  name: 'unassigned_customer',
  columns: {
    id: id(),
    corpId: ref(),
    memberId: ref(),
    customerId: ref(),
    externalUserId: text(64),
    leftAt: instant(),
    readAt: instant(),
  },
  indexes: [
    { name: 'unassigned_customer_key', columns: ['corpId', 'memberId', 'customerId'], isUnique: true },
  ],
  moves: 'stays',
});

/** When the list of a corp was read last; it may well be empty. */
export interface UnassignedReadingRow {
  id: number;
  corpId: number;
  readAt: Date;
}

export const unassignedReadingTable = defineTable<UnassignedReadingRow>({
  name: 'unassigned_reading',
  columns: { id: id(), corpId: ref(), readAt: instant() },
  indexes: [{ name: 'unassigned_reading_key', columns: ['corpId'], isUnique: true }],
  moves: 'stays',
});
