import { In } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import { type Db, dialectOf } from '../../db/data-source.ts';
import { placeholders, toSql } from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import {
  type RelationTagRow,
  relationTagTable,
  type TagChangeRow,
  type TagGroupRow,
  type TagRow,
  tagChangeTable,
  tagGroupTable,
  tagTable,
} from './table.ts';

/** A tag on a relation with its names, as one statement reads it. */
export interface NamedRelationTag {
  readonly tagId: string;
  readonly name: string;
  readonly groupName: string;
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
    async replaceAll(
      groups: readonly Omit<TagGroupRow, 'id' | 'corpId'>[],
      tags: readonly Omit<TagRow, 'id' | 'corpId'>[],
    ): Promise<void> {
      // What the platform no longer lists keeps its row, because history names it.
      await rowsOf(db, tagGroupTable).update({ corpId }, { isDeleted: true });
      await rowsOf(db, tagTable).update({ corpId }, { isDeleted: true });
      await bulkUpsert(
        db,
        tagGroupTable,
        groups.map((row) => ({ ...row, corpId })),
        { unique: ['corpId', 'groupId'], update: ['name', 'sortOrder', 'isDeleted', 'syncedAt'] },
      );
      await bulkUpsert(
        db,
        tagTable,
        tags.map((row) => ({ ...row, corpId })),
        { unique: ['corpId', 'tagId'], update: ['groupId', 'name', 'sortOrder', 'isDeleted'] },
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
      return rowsOf(db, relationTagTable).findBy({ corpId, relationId: In([...relationIds]) });
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
    /** The tags of one member's relation to a customer, by name. */
    async findNamed(customerId: number, memberId: number): Promise<NamedRelationTag[]> {
      const rows: { tag_id: string; name: string; group_name: string }[] = await db.query(
        `SELECT rt.tag_id, t.name, g.name AS group_name
         FROM follow_relation r
         JOIN relation_tag rt ON rt.corp_id = r.corp_id AND rt.relation_id = r.id
         JOIN tag t ON t.corp_id = rt.corp_id AND t.tag_id = rt.tag_id
         LEFT JOIN tag_group g ON g.corp_id = t.corp_id AND g.group_id = t.group_id
         WHERE r.corp_id = ? AND r.customer_id = ? AND r.member_id = ?
         ORDER BY g.sort_order DESC, t.sort_order DESC, t.id`,
        [corpId, customerId, memberId],
      );
      return rows.map((row) => ({ tagId: row.tag_id, name: row.name, groupName: row.group_name ?? '' }));
    },
    /** What is on its way for one member's relation to a customer, with names. */
    async findChangesNamed(
      customerId: number,
      memberId: number,
    ): Promise<(NamedRelationTag & TagChangeState)[]> {
      const rows: Record<string, unknown>[] = await db.query(
        `SELECT ch.tag_id, ch.wanted, ch.state, ch.errcode, ch.failure, ch.attempts, t.name, g.name AS group_name
         FROM follow_relation r
         JOIN tag_change ch ON ch.corp_id = r.corp_id AND ch.relation_id = r.id
         JOIN tag t ON t.corp_id = ch.corp_id AND t.tag_id = ch.tag_id
         LEFT JOIN tag_group g ON g.corp_id = t.corp_id AND g.group_id = t.group_id
         WHERE r.corp_id = ? AND r.customer_id = ? AND r.member_id = ? ORDER BY ch.id`,
        [corpId, customerId, memberId],
      );
      return rows.map((row) => ({
        tagId: String(row.tag_id),
        name: String(row.name),
        groupName: String(row.group_name ?? ''),
        wanted: String(row.wanted),
        state: String(row.state),
        errcode: row.errcode === null ? null : Number(row.errcode),
        failure: row.failure === null ? null : String(row.failure),
        attempts: Number(row.attempts),
      }));
    },
    findChanges(relationId: number): Promise<TagChangeRow[]> {
      return changes.find({ where: { corpId, relationId }, order: { id: 'ASC' } });
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
