import type { Db } from '../../db/data-source.ts';
import {
  type CustomerOfMember,
  describeCustomers,
  listedOfMember,
} from '../customers/customers-of-member.ts';
import { searchTermOf } from '../customers/search-text.ts';
import type { HandoverMember } from './policy.ts';
import { handoversRepo, unassignedRepo } from './repository.ts';
import { blockOf, groupsOf, type PastHandover } from './rules.ts';

/** Which customers are meant: these, or all that a search finds. */
export type CustomerChoice = { customerIds: readonly number[] } | { all: true; search: string };

/**
 * The customers of a choice who can be handed over now. Of a member in service those the platform lists with
 * them; of one who left those it last listed as waiting. Who is being handed over already, or was too often, is
 * left out.
 */
export async function chooseCustomers(
  db: Db,
  corpId: number,
  giver: HandoverMember,
  request: { choice: CustomerChoice; now: Date },
): Promise<CustomerOfMember[]> {
  const found =
    giver.leftAt === null
      ? await ofMemberInService(db, corpId, giver.id, request.choice)
      : await ofMemberWhoLeft(db, corpId, giver.id, request.choice);
  const past = await pastOf(
    db,
    corpId,
    found.map((customer) => customer.externalUserId),
  );
  return found.filter((customer) => blockOf(past.get(customer.externalUserId) ?? [], request.now) === null);
}

/** Statements of this many ids stay small on every engine. */
const idsPerStatement = 500;

/** What we did with these customers before, by external_userid. */
export async function pastOf(
  db: Db,
  corpId: number,
  externalUserIds: readonly string[],
): Promise<Map<string, PastHandover[]>> {
  const past = new Map<string, PastHandover[]>();
  for (const group of groupsOf(externalUserIds, idsPerStatement)) {
    for (const { item, handover } of await handoversRepo(db, corpId).findPast(group)) {
      const one = { kind: handover.kind, state: item.state, startedAt: item.startedAt };
      past.set(item.subjectId, [...(past.get(item.subjectId) ?? []), one]);
    }
  }
  return past;
}

function ofMemberInService(
  db: Db,
  corpId: number,
  memberId: number,
  choice: CustomerChoice,
): Promise<CustomerOfMember[]> {
  return listedOfMember(
    db,
    corpId,
    memberId,
    'all' in choice
      ? { search: choice.search, customerIds: null }
      : { search: '', customerIds: choice.customerIds },
  );
}

/** Customers of a member who left that a search finds; all when it is empty. */
export async function ofMemberWhoLeft(
  db: Db,
  corpId: number,
  memberId: number,
  choice: CustomerChoice,
): Promise<CustomerOfMember[]> {
  const rows = await unassignedRepo(db, corpId).findOfMember(memberId);
  const wanted = 'all' in choice ? null : new Set(choice.customerIds);
  const ids = rows.map((row) => row.customerId).filter((id) => wanted === null || wanted.has(id));
  const described = await describeCustomers(db, corpId, memberId, ids);
  const term = 'all' in choice ? searchTermOf(choice.search) : '';
  return ids
    .flatMap((id) => described.get(id) ?? [])
    .filter((customer) => customer.searchText.includes(term));
}
