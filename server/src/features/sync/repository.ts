import { LessThan } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import { type Db, dialectOf } from '../../db/data-source.ts';
import { forUpdate, placeholders, toSql } from '../../db/dialect.ts';
import { pagesOf } from '../../db/pages.ts';
import { rowsOf } from '../../db/rows.ts';
import { selectRow, selectRows } from '../../db/select.ts';
import { type MemberSyncRow, memberSyncTable, type SyncRunRow, syncRunTable } from './table.ts';

/** The newest full sync of each corp, over all of them: for metrics, which tell no corp about another. */
export async function listNewestRuns(
  db: Db,
): Promise<Pick<SyncRunRow, 'corpId' | 'status' | 'membersDone' | 'membersTotal'>[]> {
  const rows: Record<string, unknown>[] = await db.query(
    `SELECT run.corp_id, run.status, run.members_done, run.members_total FROM sync_run run
     JOIN (SELECT corp_id, MAX(id) AS newest FROM sync_run GROUP BY corp_id) AS last_run
       ON run.corp_id = last_run.corp_id AND run.id = last_run.newest`,
  );
  return rows.map((row) => ({
    corpId: Number(row.corp_id),
    status: String(row.status),
    membersDone: Number(row.members_done),
    membersTotal: Number(row.members_total),
  }));
}

/** A run as it begins. */
const begun = {
  status: 'running',
  stage: 'directory',
  finishedAt: null,
  membersTotal: 0,
  membersDone: 0,
  checkpoint: 0,
  openGroups: null,
  customers: 0,
  relations: 0,
  lost: 0,
  tally: null,
  skipped: null,
  readingMs: 0,
  wouldLose: null,
  lossBase: null,
  answeredBy: null,
  answeredAt: null,
  failure: null,
  chatLastOwner: null,
  chats: null,
  chatsLost: null,
  chatsSkipped: null,
  chatFailure: null,
} as const;

/** The full syncs of one corp. */
export function syncRunsRepo(db: Db, corpId: number) {
  const runs = rowsOf(db, syncRunTable);
  return {
    findLatest(): Promise<SyncRunRow | null> {
      return runs.findOne({ where: { corpId }, order: { id: 'DESC' } });
    },
    findById(id: number): Promise<SyncRunRow | null> {
      return runs.findOneBy({ corpId, id });
    },
    findLatestDone(): Promise<SyncRunRow | null> {
      return runs.findOne({ where: { corpId, status: 'done' }, order: { id: 'DESC' } });
    },
    /** Runs, newest first. */
    findPage(page: { before: number | null; limit: number }): Promise<SyncRunRow[]> {
      const before = page.before === null ? {} : { id: LessThan(page.before) };
      return runs.find({ where: { corpId, ...before }, order: { id: 'DESC' }, take: page.limit });
    },
    /** The newest run, locked until the transaction ends. */
    async holdLatest(): Promise<SyncRunRow | null> {
      const [row] = await selectRows(
        db,
        syncRunTable,
        `WHERE corp_id = ? ORDER BY id DESC LIMIT 1 ${forUpdate(dialectOf(db))}`,
        [corpId],
      );
      return row ?? null;
    },
    /** A question nobody answered cannot be answered once the next run began. */
    async closeQuestions(): Promise<void> {
      await runs.update({ corpId, status: 'asking' }, { status: 'unanswered' });
    },
    async start(run: Pick<SyncRunRow, 'startedAt' | 'askedBy' | 'expected'>): Promise<SyncRunRow> {
      await runs.insert({ ...begun, ...run, corpId });
      return runs.findOneOrFail({ where: { corpId }, order: { id: 'DESC' } });
    },
    /** Whether a run is where it is thought to be; it stays so until the transaction ends. */
    async holdAt(id: number, checkpoint: number | null): Promise<boolean> {
      const [row]: Record<string, unknown>[] = await db.query(
        `SELECT checkpoint, status FROM sync_run WHERE corp_id = ? AND id = ? ${forUpdate(dialectOf(db))}`,
        [corpId, id],
      );
      return row?.status === 'running' && Number(row.checkpoint ?? 0) === (checkpoint ?? 0);
    },
    async update(id: number, changes: Partial<Omit<SyncRunRow, 'id' | 'corpId'>>): Promise<void> {
      await runs.update({ corpId, id }, changes);
    },
  };
}

/** Where the customers of each member of one corp stand. */
export function memberSyncRepo(db: Db, corpId: number) {
  const members = rowsOf(db, memberSyncTable);
  const listed = (runId: number) => ({ corpId, runId });
  return {
    find(memberId: number): Promise<MemberSyncRow | null> {
      return selectRow(db, memberSyncTable, 'WHERE corp_id = ? AND member_id = ?', [corpId, memberId]);
    },
    /** Puts members on the list of a run; who is on it stays as they are. */
    async enlist(runId: number, memberIds: readonly number[]): Promise<void> {
      const known = await members.find({ where: listed(runId), select: { memberId: true } });
      const there = new Set(known.map((row) => row.memberId));
      await bulkUpsert(
        db,
        memberSyncTable,
        memberIds
          .filter((memberId) => !there.has(memberId))
          .map((memberId) => ({
            ...{ corpId, memberId, runId, outcome: 'waiting', errcode: null, wouldLose: 0 },
            ...{ readAt: null, wantedAt: null },
          })),
        { unique: ['corpId', 'memberId'], update: ['runId', 'outcome', 'errcode', 'wouldLose'] },
      );
    },
    /** Takes members who wait and are not among these off the list: they left since it was made. */
    async dropOthers(runId: number, memberIds: ReadonlySet<number>): Promise<void> {
      const waiting = await members.find({
        where: { ...listed(runId), outcome: 'waiting' },
        select: { id: true, memberId: true },
      });
      for (const { id, memberId } of waiting) {
        if (!memberIds.has(memberId)) {
          await members.update({ corpId, id }, { runId: 0, outcome: 'never' });
        }
      }
    },
    /** Notes that a member waits for their first customers; who has them, or waits already, stays as they are. */
    async want(memberId: number, at: Date): Promise<void> {
      await bulkUpsert(
        db,
        memberSyncTable,
        [
          {
            ...{ corpId, memberId, runId: 0, outcome: 'never', errcode: null, wouldLose: 0 },
            ...{ readAt: null, wantedAt: null },
          },
        ],
        { unique: ['corpId', 'memberId'], update: [] },
      );
      await db.query(
        `UPDATE member_sync SET wanted_at = ? WHERE corp_id = ? AND member_id = ?
         AND read_at IS NULL AND wanted_at IS NULL`,
        [toSql(dialectOf(db), at), corpId, memberId],
      );
    },
    /** Who is on the list, was not read yet and waits for their first customers, longest first. */
    findWanted(runId: number, limit: number): Promise<MemberSyncRow[]> {
      return selectRows(
        db,
        memberSyncTable,
        `WHERE corp_id = ? AND outcome = 'waiting' AND wanted_at IS NOT NULL AND run_id = ? AND read_at IS NULL
         ORDER BY wanted_at, id LIMIT ${limit}`,
        [corpId, runId],
      );
    },
    findWaiting(runId: number, limit: number): Promise<MemberSyncRow[]> {
      return selectRows(
        db,
        memberSyncTable,
        `WHERE corp_id = ? AND outcome = 'waiting' AND run_id = ? ORDER BY member_id LIMIT ${limit}`,
        [corpId, runId],
      );
    },
    /** Settles those of these members who still wait. */
    async settle(
      runId: number,
      memberIds: readonly number[],
      outcome: { outcome: string; errcode: number | null; readAt: Date | null },
    ): Promise<void> {
      if (memberIds.length === 0) {
        return;
      }
      const dialect = dialectOf(db);
      await db.query(
        `UPDATE member_sync SET outcome = ?, errcode = ?, read_at = COALESCE(?, read_at), wanted_at = NULL
         WHERE corp_id = ? AND run_id = ? AND outcome = 'waiting'
         AND member_id IN ${placeholders(1, memberIds.length)}`,
        [outcome.outcome, outcome.errcode, toSql(dialect, outcome.readAt), ...[corpId, runId], ...memberIds],
      );
    },
    /** Members on the list of a run by what became of them. */
    async count(runId: number): Promise<Record<string, number>> {
      const rows: { outcome: string; n: number }[] = await db.query(
        'SELECT outcome, COUNT(*) AS n FROM member_sync WHERE corp_id = ? AND run_id = ? GROUP BY outcome',
        [corpId, runId],
      );
      return Object.fromEntries(rows.map((row) => [row.outcome, Number(row.n)]));
    },
    /** The first member of a run with an outcome, if there is one. */
    findFirstListed(runId: number, outcome: string): Promise<MemberSyncRow | null> {
      return selectRow(
        db,
        memberSyncTable,
        'WHERE corp_id = ? AND run_id = ? AND outcome = ? ORDER BY member_id',
        [corpId, runId, outcome],
      );
    },
    /** The members of a run in pages, by id; those with an outcome, or all. */
    listedPages(
      runId: number,
      { outcome, limit }: { outcome: string | null; limit: number },
    ): AsyncGenerator<MemberSyncRow[]> {
      return pagesOf(
        (after) =>
          selectRows(
            db,
            memberSyncTable,
            `WHERE corp_id = ? AND run_id = ? AND member_id > ? ${outcome === null ? '' : 'AND outcome = ?'}
             ORDER BY member_id LIMIT ${limit}`,
            [corpId, runId, after, ...(outcome === null ? [] : [outcome])],
          ),
        { limit, idOf: (row) => row.memberId },
      );
    },
    async setWouldLose(memberId: number, wouldLose: number): Promise<void> {
      await members.update({ corpId, memberId }, { wouldLose });
    },
    /** Members a run would lose relations of, the most first, and how many there are. */
    async findLosing(runId: number, limit: number): Promise<{ rows: MemberSyncRow[]; total: number }> {
      const where = 'WHERE corp_id = ? AND run_id = ? AND would_lose > 0';
      const rows = await selectRows(
        db,
        memberSyncTable,
        `${where} ORDER BY would_lose DESC, member_id LIMIT ${limit}`,
        [corpId, runId],
      );
      const [count]: { n: number }[] = await db.query(`SELECT COUNT(*) AS n FROM member_sync ${where}`, [
        corpId,
        runId,
      ]);
      return { rows, total: Number(count?.n ?? 0) };
    },
    /** The members a run would lose relations of in pages, by id. */
    losingPages(runId: number, limit: number): AsyncGenerator<MemberSyncRow[]> {
      return pagesOf(
        (after) =>
          selectRows(
            db,
            memberSyncTable,
            `WHERE corp_id = ? AND run_id = ? AND would_lose > 0 AND member_id > ? ORDER BY member_id LIMIT ${limit}`,
            [corpId, runId, after],
          ),
        { limit, idOf: (row) => row.memberId },
      );
    },
  };
}
