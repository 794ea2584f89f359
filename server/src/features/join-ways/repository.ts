import { In } from 'typeorm';
import type { Db } from '../../db/data-source.ts';
import { dialectOf } from '../../db/data-source.ts';
import { forUpdate } from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import { selectRows } from '../../db/select.ts';
import { type JoinWayRow, joinWayTable } from './table.ts';

/** The ways into group chats of one corp. */
export function joinWaysRepo(db: Db, corpId: number) {
  const ways = rowsOf(db, joinWayTable);
  return {
    findAll(): Promise<JoinWayRow[]> {
      return ways.find({ where: { corpId }, order: { id: 'DESC' } });
    },
    findById(id: number): Promise<JoinWayRow | null> {
      return ways.findOneBy({ corpId, id });
    },
    findByChannel(channel: string): Promise<JoinWayRow | null> {
      return ways.findOneBy({ corpId, channel });
    },
    findByChannels(channels: readonly string[]): Promise<JoinWayRow[]> {
      return channels.length === 0
        ? Promise.resolve([])
        : ways.findBy({ corpId, channel: In([...channels]) });
    },
    /** The row, held until the transaction ends. */
    async lock(id: number): Promise<JoinWayRow | null> {
      const [row] = await selectRows(
        db,
        joinWayTable,
        `WHERE corp_id = ? AND id = ? ${forUpdate(dialectOf(db))}`,
        [corpId, id],
      );
      return row ?? null;
    },
    async add(row: Omit<JoinWayRow, 'id' | 'corpId'>): Promise<JoinWayRow> {
      await ways.insert({ ...row, corpId });
      return ways.findOneByOrFail({ corpId, channel: row.channel });
    },
    async update(id: number, changes: Partial<Omit<JoinWayRow, 'id' | 'corpId'>>): Promise<void> {
      await ways.update({ corpId, id }, changes);
    },
    async remove(id: number): Promise<void> {
      await ways.delete({ corpId, id });
    },
  };
}
