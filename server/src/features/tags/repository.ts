import { In } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import { type Db, dialectOf } from '../../db/data-source.ts';
import { placeholders, toSql } from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import { selectRowsIn } from '../../db/select.ts';
import {
  type RelationTagRow,
  relationTagTable,
  type TagChangeRow,
  type TagGroupRow,
  type TagRow,
  type TagStrategyRow,
  tagChangeTable,
  tagGroupTable,
  tagStrategyTable,
  tagTable,
} from './table.ts';

/** A tag on a relation with its names, as one statement reads it. */
export interface NamedRelationTag {
  readonly tagId: string;
  readonly name: string;
  readonly groupName: string;
  readonly kind: 'corp' | 'strategy';
}

/** What one member's relation shows of tags. */
export interface NamedRelationTags {
  readonly known: readonly NamedRelationTag[];
  readonly changes: readonly (NamedRelationTag & TagChangeState)[];
}

/** The tags of one corp, where they are, and what is on its way. */
export function tagsRepo(db: Db, corpId: number) {
  const dialect = dialectOf(db);
  const changes = rowsOf(db, tagChangeTable);
  return {
    listGroups(): Promise<TagGroupRow[]> {
      return rowsOf(db, tagGroupTable).find({
        where: { corpId, isDeleted: false },
        order: { sortOrder: 'DESC', id: 'ASC' },
      });
    },
    listTags(): Promise<TagRow[]> {
      return rowsOf(db, tagTable).find({
        where: { corpId, isDeleted: false },
        order: { sortOrder: 'DESC', id: 'ASC' },
      });
    },
    findTags(tagIds: readonly string[]): Promise<TagRow[]> {
      return rowsOf(db, tagTable).findBy({ corpId, tagId: In([...tagIds]) });
    },
    findGroups(groupIds: readonly string[]): Promise<TagGroupRow[]> {
      return rowsOf(db, tagGroupTable).findBy({ corpId, groupId: In([...groupIds]) });
    },
    /** Relations with changes that wait for their push. */
    async findWaitingRelations(): Promise<number[]> {
      const rows: { relation_id: number }[] = await db.query(
        `SELECT DISTINCT relation_id FROM tag_change WHERE corp_id = ? AND state = 'pending'`,
        [corpId],
      );
      return rows.map((row) => Number(row.relation_id));
    },
    /**
     * Makes the tags of the whole corp, or those of its strategies, equal to what was listed. What the platform no
     * longer lists keeps its row, because history names it.
     */
    async replaceAll(
      kind: 'corp' | 'strategy',
      groups: readonly Omit<TagGroupRow, 'id' | 'corpId'>[],
      tags: readonly Omit<TagRow, 'id' | 'corpId'>[],
    ): Promise<void> {
      const ofKind = `corp_id = ? AND strategy_id IS ${kind === 'corp' ? '' : 'NOT '}NULL`;
      const isDeleted = toSql(dialect, true);
      await db.query(
        `UPDATE tag SET is_deleted = ? WHERE corp_id = ? AND group_id IN (SELECT group_id FROM tag_group WHERE ${ofKind})`,
        [isDeleted, corpId, corpId],
      );
      await db.query(`UPDATE tag_group SET is_deleted = ? WHERE ${ofKind}`, [isDeleted, corpId]);
      await bulkUpsert(
        db,
        tagGroupTable,
        groups.map((row) => ({ ...row, corpId })),
        {
          unique: ['corpId', 'groupId'],
          update: ['strategyId', 'name', 'sortOrder', 'isDeleted', 'syncedAt'],
        },
      );
      await bulkUpsert(
        db,
        tagTable,
        tags.map((row) => ({ ...row, corpId })),
        { unique: ['corpId', 'tagId'], update: ['groupId', 'name', 'sortOrder', 'isDeleted'] },
      );
    },
    listStrategies(): Promise<TagStrategyRow[]> {
      return rowsOf(db, tagStrategyTable).findBy({ corpId });
    },
    async replaceStrategies(rows: readonly Omit<TagStrategyRow, 'id' | 'corpId'>[]): Promise<void> {
      await rowsOf(db, tagStrategyTable).delete({ corpId });
      await bulkUpsert(
        db,
        tagStrategyTable,
        rows.map((row) => ({ ...row, corpId })),
        { unique: ['corpId', 'strategyId'], update: ['userIds', 'departmentIds', 'syncedAt'] },
      );
    },
    /** Names of tags that the list of corp tags does not hold, such as strategy tags. */
    async addUnknownTags(rows: readonly Omit<TagRow, 'id' | 'corpId'>[]): Promise<void> {
      await bulkUpsert(
        db,
        tagTable,
        rows.map((row) => ({ ...row, corpId })),
        { unique: ['corpId', 'tagId'], update: [] },
      );
    },
    /** Takes tags off every relation, after they were deleted at the platform. */
    async dropDeletedFromRelations(): Promise<void> {
      await db.query(
        `DELETE FROM relation_tag WHERE corp_id = ? AND tag_id IN
         (SELECT tag_id FROM tag WHERE corp_id = ? AND is_deleted = ?)`,
        [corpId, corpId, toSql(dialect, true)],
      );
      await db.query(
        `DELETE FROM tag_change WHERE corp_id = ? AND tag_id IN
         (SELECT tag_id FROM tag WHERE corp_id = ? AND is_deleted = ?)`,
        [corpId, corpId, toSql(dialect, true)],
      );
    },
    findOfRelations(relationIds: readonly number[]): Promise<RelationTagRow[]> {
      return selectRowsIn(db, relationTagTable, corpId, { property: 'relationId', values: relationIds });
    },
    async addToRelations(pairs: readonly { relationId: number; tagId: string }[]): Promise<void> {
      await bulkUpsert(
        db,
        relationTagTable,
        pairs.map((pair) => ({ ...pair, corpId })),
        { unique: ['corpId', 'relationId', 'tagId'], update: [] },
      );
    },
    async removeFromRelations(pairs: readonly { relationId: number; tagId: string }[]): Promise<void> {
      for (let start = 0; start < pairs.length; start += 500) {
        const chunk = pairs.slice(start, start + 500);
        const list = placeholders(chunk.length, 2);
        await db.query(
          `DELETE FROM relation_tag WHERE corp_id = ? AND (relation_id, tag_id) IN (${dialect === 'mysql' ? list : `VALUES ${list}`})`,
          [corpId, ...chunk.flatMap((pair) => [pair.relationId, pair.tagId])],
        );
      }
    },
    /** The tags of one member's relation to a customer in the platform's order, and what is on its way. */
    async findNamed(relationId: number): Promise<NamedRelationTags> {
      const names = `t.name, t.sort_order, t.id AS tag_number, t.group_id,
        g.name AS group_name, g.strategy_id, g.sort_order AS group_order`;
      const named = (source: string) =>
        `FROM ${source} s
         JOIN tag t ON t.corp_id = s.corp_id AND t.tag_id = s.tag_id
         LEFT JOIN tag_group g ON g.corp_id = t.corp_id AND g.group_id = t.group_id
         WHERE s.corp_id = ? AND s.relation_id = ?`;
      const key = [corpId, relationId];
      // One statement for both, because the card waits for each; sorted here, because ordering a union
      // makes the database write it to a temporary table first.
      const rows: Record<string, unknown>[] = await db.query(
        `SELECT s.tag_id, ${names}, NULL AS change_id, NULL AS wanted, NULL AS state, NULL AS errcode,
                NULL AS failure, NULL AS attempts
         ${named('relation_tag')}
         UNION ALL
         SELECT s.tag_id, ${names}, s.id, s.wanted, s.state, s.errcode, s.failure, s.attempts
         ${named('tag_change')}`,
        [...key, ...key],
      );
      return {
        known: rows
          .filter((row) => row.change_id === null)
          .sort(byPlatformOrder)
          .map(toNamedTag),
        changes: rows
          .filter((row) => row.change_id !== null)
          .sort((a, b) => Number(a.change_id) - Number(b.change_id))
          .map(toNamedChange),
      };
    },
    findChanges(relationId: number): Promise<TagChangeRow[]> {
      return changes.find({ where: { corpId, relationId }, order: { id: 'ASC' } });
    },
    findChangesOf(relationIds: readonly number[]): Promise<TagChangeRow[]> {
      return selectRowsIn(db, tagChangeTable, corpId, { property: 'relationId', values: relationIds });
    },
    async saveChanges(rows: readonly Omit<TagChangeRow, 'id' | 'corpId'>[]): Promise<void> {
      await bulkUpsert(
        db,
        tagChangeTable,
        rows.map((row) => ({ ...row, corpId })),
        {
          unique: ['corpId', 'relationId', 'tagId'],
          update: ['wanted', 'state', 'errcode', 'failure', 'attempts', 'requestedBy', 'requestedAt'],
        },
      );
    },
    async deleteChanges(relationId: number, tagIds: readonly string[]): Promise<void> {
      await changes.delete({ corpId, relationId, tagId: In([...tagIds]) });
    },
    /** Removes changes the platform has taken, unless the member asked for something else meanwhile. */
    async settleChanges(relationId: number, sent: readonly TagChangeRow[]): Promise<void> {
      for (const change of sent) {
        await changes.delete({
          corpId,
          id: change.id,
          relationId,
          wanted: change.wanted,
          requestedAt: change.requestedAt,
        });
      }
    },
    async markChanges(
      relationId: number,
      tagIds: readonly string[],
      state: Partial<Pick<TagChangeRow, 'state' | 'errcode' | 'failure' | 'attempts'>>,
    ): Promise<void> {
      await changes.update({ corpId, relationId, tagId: In([...tagIds]) }, state);
    },
  };
}

/** Where a change stands. */
export type TagChangeState = Pick<TagChangeRow, 'wanted' | 'state' | 'errcode' | 'failure' | 'attempts'>;

/** Larger places stand first, a tag without a known group last. */
function byPlatformOrder(a: Record<string, unknown>, b: Record<string, unknown>): number {
  const group = (row: Record<string, unknown>) =>
    row.group_order === null ? Number.NEGATIVE_INFINITY : Number(row.group_order);
  // Two missing groups are equal, though their difference is no number.
  return (
    (group(a) === group(b) ? 0 : group(b) - group(a)) ||
    Number(b.sort_order) - Number(a.sort_order) ||
    Number(a.tag_number) - Number(b.tag_number)
  );
}

function toNamedTag(row: Record<string, unknown>): NamedRelationTag {
  return {
    tagId: String(row.tag_id),
    name: String(row.name),
    groupName: String(row.group_name ?? ''),
    // A tag without a group is one that no list names: of a strategy whose tags cannot be read.
    kind: row.strategy_id === null && row.group_id !== '' ? 'corp' : 'strategy',
  };
}

function toNamedChange(row: Record<string, unknown>): NamedRelationTag & TagChangeState {
  return {
    ...toNamedTag(row),
    wanted: String(row.wanted),
    state: String(row.state),
    errcode: row.errcode === null ? null : Number(row.errcode),
    failure: row.failure === null ? null : String(row.failure),
    attempts: Number(row.attempts),
  };
}
