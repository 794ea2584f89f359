import type { TestApp } from './app.ts';

/** Everything a company wrote and lived through, one line each, named by the platform's ids alone. */
export async function historyOf(app: TestApp, corpId: number): Promise<string[]> {
  const lines: string[] = [];
  for (const [what, statement] of Object.entries(statements)) {
    const rows: Record<string, unknown>[] = await app.ctx.database.read.query(statement, [corpId]);
    for (const row of rows) {
      lines.push([what, ...Object.values(row).map(textOf)].join(' | '));
    }
  }
  return lines.toSorted();
}

const textOf = (value: unknown): string => {
  const text = value instanceof Date ? value.toISOString() : String(value);
  // MySQL reads a date, SQLite the text that was stored.
  return text.replace(/^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d\.\d{3})Z?$/, '$1 $2');
};

const relationOf = `JOIN follow_relation r ON r.id = x.relation_id AND r.corp_id = x.corp_id
  JOIN member m ON m.id = r.member_id AND m.corp_id = r.corp_id
  JOIN customer c ON c.id = r.customer_id AND c.corp_id = r.corp_id`;
const pairOf = `JOIN member m ON m.id = x.member_id AND m.corp_id = x.corp_id
  JOIN customer c ON c.id = x.customer_id AND c.corp_id = x.corp_id`;

/** Whatever hangs on something that did not come along is missing from the joins. */
const statements: Record<string, string> = {
  relation: `SELECT m.user_id, c.external_user_id, x.remark, x.description, x.status, x.channel, x.followed_at
    FROM follow_relation x ${pairOf} WHERE x.corp_id = ?`,
  'tag on a relation': `SELECT m.user_id, c.external_user_id, t.tag_id, t.name FROM relation_tag x ${relationOf}
    JOIN tag t ON t.tag_id = x.tag_id AND t.corp_id = x.corp_id WHERE x.corp_id = ?`,
  'tag change': `SELECT m.user_id, c.external_user_id, x.tag_id, x.wanted, q.user_id AS who FROM tag_change x ${relationOf}
    JOIN member q ON q.id = x.requested_by AND q.corp_id = x.corp_id WHERE x.corp_id = ?`,
  tag: `SELECT x.tag_id, x.name, x.group_id, g.name AS group_name FROM tag x
    JOIN tag_group g ON g.group_id = x.group_id AND g.corp_id = x.corp_id WHERE x.corp_id = ?`,
  'follow-up': `SELECT m.user_id, c.external_user_id, x.method, x.body, x.next_at, x.created_at, x.deleted_at IS NULL AS there
    FROM follow_up x ${pairOf} WHERE x.corp_id = ?`,
  draft: `SELECT m.user_id, c.external_user_id, x.content FROM follow_up_draft x ${pairOf} WHERE x.corp_id = ?`,
  timeline: `SELECT c.external_user_id, x.kind, m.user_id, f.body FROM timeline_entry x
    JOIN customer c ON c.id = x.customer_id AND c.corp_id = x.corp_id
    LEFT JOIN member m ON m.id = x.member_id AND m.corp_id = x.corp_id
    LEFT JOIN follow_up f ON f.id = x.follow_up_id AND f.corp_id = x.corp_id WHERE x.corp_id = ?`,
  chat: `SELECT x.chat_id, x.name, m.user_id, x.status FROM group_chat x
    LEFT JOIN member m ON m.id = x.owner_member_id AND m.corp_id = x.corp_id WHERE x.corp_id = ?`,
  'somebody in a chat': `SELECT g.chat_id, x.platform_id, x.kind, x.joined_at, x.left_at IS NULL AS inside
    FROM group_chat_member x JOIN group_chat g ON g.id = x.group_chat_id AND g.corp_id = x.corp_id WHERE x.corp_id = ?`,
  'statistics of a day': `SELECT m.user_id, x.day, x.new_contact_count, x.message_count FROM behavior_day x
    JOIN member m ON m.id = x.member_id AND m.corp_id = x.corp_id WHERE x.corp_id = ?`,
  'contact way': `SELECT x.name, x.own_mark, x.user_ids, x.tag_ids FROM contact_way x WHERE x.corp_id = ?`,
  arrival: `SELECT w.name, m.user_id, c.external_user_id FROM way_arrival x ${relationOf}
    JOIN contact_way w ON w.id = x.way_id AND w.corp_id = x.corp_id WHERE x.corp_id = ?`,
  welcome: `SELECT x.scope, m.user_id, x.content FROM welcome_message x
    JOIN member m ON m.id = x.updated_by AND m.corp_id = x.corp_id WHERE x.corp_id = ?`,
  file: `SELECT x.name, x.size FROM media_file x JOIN media_content y ON y.file_id = x.id AND y.corp_id = x.corp_id
    WHERE x.corp_id = ?`,
  'delivery of a message': `SELECT a.title, m.user_id, x.state FROM message_delivery x
    JOIN app_message a ON a.id = x.message_id AND a.corp_id = x.corp_id
    JOIN member m ON m.id = x.member_id AND m.corp_id = x.corp_id WHERE x.corp_id = ?`,
  audit: `SELECT m.user_id, x.action FROM audit_entry x
    JOIN member m ON m.id = x.actor_member_id AND m.corp_id = x.corp_id WHERE x.corp_id = ?`,
};

/** Ids of one corp of the simulator as an app of it sees them. */
export async function idsAsSeenBy(
  app: TestApp,
  corp: string,
  agentId: number,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  for (let start = 0; start < ids.length; start += 50) {
    const chunk = ids.slice(start, start + 50);
    const query = new URLSearchParams([
      ['corp', corp],
      ['agentid', String(agentId)],
      ...chunk.map((id): [string, string] => ['show', id]),
    ]);
    const answer = (await (await fetch(`${app.sim.url}/sim/api/ids?${query}`)).json()) as { show: string[] };
    chunk.forEach((id, index) => {
      seen.set(id, answer.show[index] ?? id);
    });
  }
  return seen;
}

/** Lines with every id in them called otherwise. */
export function renameIds(lines: readonly string[], names: ReadonlyMap<string, string>): string[] {
  return lines
    .map((line) => line.replace(/[A-Za-z0-9_-]{4,}/g, (word) => names.get(word) ?? word))
    .toSorted();
}
