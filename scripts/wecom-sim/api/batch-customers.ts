import { hasInterop } from '../provider/licences.ts';
import type { Contact, Relation } from '../world/types.ts';
import { presentContact, presentFollowInfo } from './contact-shape.ts';
import { makeCursor, readCursor } from './cursor.ts';
import { followerInRange } from './customers.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, invalidParam, tooLong } from './errors.ts';
import { optionalInt, optionalText, textList } from './params.ts';

const MAX_MEMBERS = 100;
const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 50;

interface Row {
  contact: Contact;
  relation: Relation;
  member: number;
}

/** The pairs of the listed members one after another, from a position (member, seq) on. */
function* pairs(call: Call, userids: readonly string[], fromMember: number, afterSeq: number): Iterable<Row> {
  for (let member = fromMember; member < userids.length; member += 1) {
    const after = member === fromMember ? afterSeq : -1;
    for (const relation of call.corp.relations.ofMember(userids[member] ?? '', after)) {
      const contact = call.corp.relations.contact(relation.externalUserId);
      if (contact && !relation.half) yield { contact, relation, member };
    }
  }
}

const pageSize = (call: Call, cursor: string | undefined): number => {
  if (!cursor && call.faults.switches.batchBeginsEmpty) return 0;
  const limit = optionalInt(call.body, 'limit') ?? DEFAULT_LIMIT;
  return limit <= 0 ? DEFAULT_LIMIT : Math.min(limit, MAX_LIMIT);
};

const behind = (row: Row | undefined) => row && [row.member, row.relation.seq];

const getByUser = (call: Call) => {
  const asked = textList(call.body, 'userid_list');
  if (asked.length === 0) throw invalidParam('userid_list');
  if (asked.length > MAX_MEMBERS) throw tooLong('userid_list', MAX_MEMBERS);
  const inRange = asked.map((userid) => followerInRange(call, userid).userid);
  const isLicensed = (userid: string) => hasInterop(call.corp, call.app, userid, call.clock.seconds());
  const userids = inRange.filter(isLicensed);
  if (userids.length === 0) throw new ApiError(701008);
  const walk = `batch ${call.corp.corpId} ${call.app.agentId} ${userids.join(' ')}`;
  const cursor = optionalText(call.body, 'cursor');
  const [fromMember = 0, afterSeq = -1] = cursor ? readCursor(walk, cursor) : [];

  const limit = pageSize(call, cursor);
  const rows: Row[] = [];
  let hasMore = false;
  for (const row of pairs(call, userids, fromMember, afterSeq)) {
    hasMore = rows.length === limit;
    if (hasMore) break;
    rows.push(row);
  }
  if (!cursor && rows.length === 0 && call.faults.switches.batchEmptyIs84061) throw new ApiError(84061);
  const next = hasMore ? makeCursor(walk, behind(rows.at(-1)) ?? [fromMember, afterSeq]) : '';
  return {
    external_contact_list: rows.map(({ contact, relation }) => ({
      external_contact: presentContact(call.app, contact),
      follow_info: presentFollowInfo(call.corp, call.app, relation),
    })),
    ...(call.app.grant && {
      fail_info: { unlicensed_userid_list: inRange.filter((userid) => !isLicensed(userid)) },
    }),
    ...((next !== '' || !call.faults.switches.omitLastCursor) && { next_cursor: next }),
  };
};

/** Customers of up to 100 members at once (developer.work.weixin.qq.com/document/path/92994). */
export const batchEndpoints: EndpointTable = {
  '/cgi-bin/externalcontact/batch/get_by_user': {
    ...{ page: 92994, method: 'POST', permission: 'customers', empty: { external_contact_list: [] } },
    handle: getByUser,
  },
};
