import { In } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import { type Db, dialectOf } from '../../db/data-source.ts';
import { placeholders, toSql } from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import { columnsAs, rowOf, selectRows } from '../../db/select.ts';
import {
  type AppMessageRow,
  appMessageTable,
  type CardClickRow,
  cardClickTable,
  type MessageDeliveryRow,
  messageDeliveryTable,
} from './table.ts';

/** A delivery with its message and the tap on it. */
export interface DeliveryOfMessage {
  readonly delivery: MessageDeliveryRow;
  readonly message: AppMessageRow;
  readonly click: CardClickRow | null;
}

/** The messages of the app in one corp. */
export function appMessagesRepo(db: Db, corpId: number) {
  const messages = rowsOf(db, appMessageTable);
  const deliveries = rowsOf(db, messageDeliveryTable);
  const clicks = rowsOf(db, cardClickTable);
  return {
    /** Writes a message with its recipients; null when the key is known. */
    async add(
      row: Omit<AppMessageRow, 'id' | 'corpId'>,
      memberIds: readonly number[],
    ): Promise<AppMessageRow | null> {
      const byKey = { corpId, messageKey: row.messageKey };
      if (await messages.existsBy(byKey)) {
        return null;
      }
      await messages.insert({ ...row, corpId });
      const written = await messages.findOneByOrFail(byKey);
      await bulkUpsert(
        db,
        messageDeliveryTable,
        memberIds.map((memberId) => ({
          ...{ corpId, messageId: written.id, memberId, state: 'pending', reason: null, errcode: null },
          ...{ createdAt: row.createdAt, sentAt: null },
        })),
        { unique: ['corpId', 'messageId', 'memberId'], update: [] },
      );
      return written;
    },
    findById(id: number): Promise<AppMessageRow | null> {
      return messages.findOneBy({ corpId, id });
    },
    findByTask(taskId: string): Promise<AppMessageRow | null> {
      return messages.findOneBy({ corpId, taskId });
    },
    findDeliveries(messageId: number, states: readonly string[]): Promise<MessageDeliveryRow[]> {
      return deliveries.find({
        where: { corpId, messageId, state: In([...states]) },
        order: { id: 'ASC' },
      });
    },
    findDelivery(messageId: number, memberId: number): Promise<MessageDeliveryRow | null> {
      return deliveries.findOneBy({ corpId, messageId, memberId });
    },
    async changeDeliveries(
      messageId: number,
      memberIds: readonly number[],
      change: Partial<Pick<MessageDeliveryRow, 'state' | 'reason' | 'errcode' | 'sentAt'>>,
    ): Promise<void> {
      if (memberIds.length > 0) {
        await deliveries.update({ corpId, messageId, memberId: In([...memberIds]) }, change);
      }
    },
    /** How many messages each of these members was sent since then. */
    async countSent(memberIds: readonly number[], since: Date): Promise<Map<number, number>> {
      const rows: { member_id: number; count: number }[] = await db.query(
        `SELECT member_id, COUNT(*) AS count FROM message_delivery
         WHERE corp_id = ? AND member_id IN ${placeholders(1, memberIds.length)} AND sent_at > ?
         GROUP BY member_id`,
        [corpId, ...memberIds, toSql(dialectOf(db), since)],
      );
      return new Map(rows.map((row) => [Number(row.member_id), Number(row.count)]));
    },
    /** Newest first. */
    async findPage(page: {
      before: { at: Date; id: number } | null;
      limit: number;
    }): Promise<DeliveryOfMessage[]> {
      const { before } = page;
      const dialect = dialectOf(db);
      const rows: Record<string, unknown>[] = await db.query(
        `SELECT ${columnsAs(messageDeliveryTable, 'd')}, ${columnsAs(appMessageTable, 'm')}, ${columnsAs(cardClickTable, 'c')}
         FROM message_delivery d
         JOIN app_message m ON m.corp_id = d.corp_id AND m.id = d.message_id
         LEFT JOIN card_click c ON c.corp_id = d.corp_id AND c.message_id = d.message_id AND c.member_id = d.member_id
         WHERE d.corp_id = ? ${before === null ? '' : 'AND (d.created_at < ? OR (d.created_at = ? AND d.id < ?))'}
         ORDER BY d.created_at DESC, d.id DESC LIMIT ${page.limit}`,
        [corpId, ...(before === null ? [] : [before.at, before.at, before.id])].map((value) =>
          toSql(dialect, value),
        ),
      );
      return rows.flatMap((row) => {
        const delivery = rowOf(messageDeliveryTable, 'd', row);
        const message = rowOf(appMessageTable, 'm', row);
        return delivery === null || message === null
          ? []
          : [{ delivery, message, click: rowOf(cardClickTable, 'c', row) }];
      });
    },
    /** Writes the first tap of a member; null when there was one. */
    async addClick(row: Omit<CardClickRow, 'id' | 'corpId'>): Promise<CardClickRow | null> {
      const byKey = { corpId, messageId: row.messageId, memberId: row.memberId };
      if (await clicks.existsBy(byKey)) {
        return null;
      }
      await clicks.insert({ ...row, corpId });
      return clicks.findOneByOrFail(byKey);
    },
    async findClick(id: number): Promise<CardClickRow | null> {
      const [click] = await selectRows(db, cardClickTable, 'WHERE corp_id = ? AND id = ?', [corpId, id]);
      return click ?? null;
    },
    async endClick(id: number, state: 'done' | 'failed'): Promise<void> {
      await clicks.update({ corpId, id }, { state });
    },
  };
}
