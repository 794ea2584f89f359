import { bool, id, instant, int, json, longText, nullable, ref, text } from '../../db/columns.ts';
import { pushInterrupted, renumberKeys } from '../../db/move-plan.ts';
import { defineTable } from '../../db/table.ts';

/** Welcome material for customer groups (入群欢迎语素材), kept as intent, with the platform following. */
export interface GroupWelcomeRow {
  id: number;
  corpId: number;
  /** The platform's id; null until the platform has it. */
  templateId: string | null;
  content: object;
  notifiesOwners: boolean;
  /** What the platform must still do: `create`, `update`, `delete`; null when it agrees. */
  wanted: string | null;
  /** `pending`, `done` or `failed`. */
  state: string;
  /** Raised with each edit: a push settles only the edit it carried. */
  version: number;
  errcode: number | null;
  failure: string | null;
  /** While creating it is under way: its answer may be lost, and the platform lists no material. */
  triedAt: Date | null;
  requestKey: string;
  createdBy: number;
  createdAt: Date;
  updatedAt: Date;
}

export const groupWelcomeTable = defineTable<GroupWelcomeRow>({
  name: 'group_welcome',
  columns: {
    id: id(),
    corpId: ref(),
    templateId: nullable(text(64)),
    content: json(),
    notifiesOwners: bool(),
    wanted: nullable(text(8)),
    state: text(8),
    version: int(),
    errcode: nullable(int()),
    failure: nullable(longText()),
    triedAt: nullable(instant()),
    requestKey: text(64),
    createdBy: ref(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  indexes: [
    { name: 'group_welcome_request', columns: ['corpId', 'createdBy', 'requestKey'], isUnique: true },
  ],
  moves: {
    rows: { createdBy: 'member' },
    after: ['media_file'],
    change: ({ content }, to) => ({
      content: renumberKeys(content, /fileId$/i, (id) => to.row('media_file', id)) as object,
    }),
    // The platform lets only the app that made material change it; trying again makes it anew.
    arrive(row, by) {
      if (by === 'same_app') {
        return row.state === 'pending' ? pushInterrupted : {};
      }
      const anew = { templateId: null, wanted: 'create', state: 'failed', errcode: null, triedAt: null };
      return { ...anew, failure: 'made by the former app' };
    },
  },
});
