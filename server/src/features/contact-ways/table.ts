import { bool, id, instant, int, json, longText, nullable, ref, text } from '../../db/columns.ts';
import { pushInterrupted } from '../../db/move-plan.ts';
import { defineTable } from '../../db/table.ts';

/**
 * A contact way (联系我, 渠道活码): a code that leads to members. Ours are kept as intent, with the platform
 * following; ways made elsewhere are only listed. A deleted way keeps its row, because customers came by it.
 */
export interface ContactWayRow {
  id: number;
  corpId: number;
  /** The platform's id; null until the platform has it. */
  configId: string | null;
  isForeign: boolean;
  name: string;
  /** The mark that comes back with the customer; empty where another program set none. */
  channel: string;
  /** The same for ours, so that the database keeps it unique; others' marks may repeat, and theirs is null. */
  ownMark: string | null;
  /** `single` or `several`. */
  kind: string;
  /** `qr-code`, `mini-program`, or `unknown`. */
  scene: string;
  skipsVerification: boolean;
  userIds: string[];
  departmentIds: number[];
  /** Corp tags for who comes by it. */
  tagIds: string[];
  qrCodeUrl: string | null;
  /** What the platform must still do: `create`, `update`, `delete`; null when it agrees. */
  wanted: string | null;
  /** `pending`, `done` or `failed`. */
  state: string;
  /** Raised with each edit: a push settles only the edit it carried. */
  version: number;
  errcode: number | null;
  failure: string | null;
  /** When creating it was first tried; from then on the platform may have it, whatever it answered. */
  triedAt: Date | null;
  searchText: string;
  /** Makes asking for the same way twice one way; null for those made elsewhere. */
  requestKey: string | null;
  createdBy: number | null;
  createdAt: Date;
  updatedAt: Date;
  /** When a complete listing last showed it. */
  seenAt: Date | null;
  deletedAt: Date | null;
}

export const contactWayTable = defineTable<ContactWayRow>({
  name: 'contact_way',
  columns: {
    id: id(),
    corpId: ref(),
    configId: nullable(text(64)),
    isForeign: bool(),
    name: text(128),
    channel: text(128),
    ownMark: nullable(text(64)),
    kind: text(16),
    scene: text(16),
    skipsVerification: bool(),
    userIds: json(),
    departmentIds: json(),
    tagIds: json(),
    qrCodeUrl: nullable(longText()),
    wanted: nullable(text(8)),
    state: text(8),
    version: int(),
    errcode: nullable(int()),
    failure: nullable(longText()),
    triedAt: nullable(instant()),
    searchText: text(500),
    requestKey: nullable(text(64)),
    createdBy: nullable(ref()),
    createdAt: instant(),
    updatedAt: instant(),
    seenAt: nullable(instant()),
    deletedAt: nullable(instant()),
  },
  indexes: [
    { name: 'contact_way_config', columns: ['corpId', 'configId'], isUnique: true },
    { name: 'contact_way_mark', columns: ['corpId', 'ownMark'], isUnique: true },
    { name: 'contact_way_request', columns: ['corpId', 'createdBy', 'requestKey'], isUnique: true },
    { name: 'contact_way_channel', columns: ['corpId', 'channel'] },
    { name: 'contact_way_newest', columns: ['corpId', 'deletedAt', 'createdAt', 'id'] },
  ],
  moves: {
    rows: { createdBy: 'member' },
    ids: { userIds: 'member', tagIds: 'tag' },
    // The platform lets only the app that made a way change it. Codes that hang out go on working, and trying again
    // makes one anew with the same mark.
    arrive(row, by) {
      if (by === 'same_app') {
        return row.state === 'pending' ? pushInterrupted : {};
      }
      return row.isForeign || row.deletedAt !== null
        ? {}
        : {
            ...{ configId: null, wanted: 'create', state: 'failed', errcode: null, triedAt: null },
            failure: 'made by the former app',
          };
    },
    // A listing may have met one of ours there before it came, and took it for somebody else's.
    merge: (there, { id: _id, corpId: _corpId, ...own }) => (there.isForeign && !own.isForeign ? own : {}),
  },
});

/** Somebody who came by a way of ours, once for each relation and way. */
export interface WayArrivalRow {
  id: number;
  corpId: number;
  wayId: number;
  relationId: number;
  /** When tags were last asked for, because of this arrival. */
  taggedAt: Date;
}

export const wayArrivalTable = defineTable<WayArrivalRow>({
  name: 'way_arrival',
  columns: { id: id(), corpId: ref(), wayId: ref(), relationId: ref(), taggedAt: instant() },
  indexes: [{ name: 'way_arrival_key', columns: ['corpId', 'relationId', 'wayId'], isUnique: true }],
  moves: { rows: { wayId: 'contact_way', relationId: 'follow_relation' } },
});
