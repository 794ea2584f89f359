import type { Db } from '../../db/data-source.ts';
import type { CursorPosition } from '../../http/cursor.ts';
import { unknownContactRow } from './relation-row.ts';
import { customersRepo } from './repository.ts';
import { searchTermOf } from './search-text.ts';

/** A customer as one member knows them. */
export interface CustomerOfMember {
  readonly customerId: number;
  readonly externalUserId: string;
  /** The member's remark, or the customer's name; empty when the platform never showed them. */
  readonly displayName: string;
  readonly avatar: string | null;
  readonly type: string;
  readonly company: string | null;
  readonly status: string;
  /** Where the list goes on behind this one. */
  readonly position: CursorPosition;
}

/** One page of a member's current customers, newest first. */
export async function pageOfMember(
  db: Db,
  corpId: number,
  memberId: number,
  page: { before: CursorPosition | null; search: string; limit: number },
): Promise<CustomerOfMember[]> {
  const search = searchTermOf(page.search);
  return (await customersRepo(db, corpId).findPageOfMember(memberId, { ...page, search })).map(asOfMember);
}

/** A member's customers whom the platform lists with them: these, or those a search finds. */
export async function listedOfMember(
  db: Db,
  corpId: number,
  memberId: number,
  choice: { search: string; customerIds: readonly number[] | null },
): Promise<CustomerOfMember[]> {
  const rows =
    choice.customerIds?.length === 0
      ? []
      : await customersRepo(db, corpId).findListedOfMember(memberId, {
          ...choice,
          search: searchTermOf(choice.search),
        });
  return rows.map(asOfMember);
}

/** These customers by id, as a member knew them; `searchText` is what they are found by. */
export async function describeCustomers(
  db: Db,
  corpId: number,
  memberId: number,
  customerIds: readonly number[],
): Promise<Map<number, CustomerOfMember & { searchText: string }>> {
  const repo = customersRepo(db, corpId);
  const described = new Map<number, CustomerOfMember & { searchText: string }>();
  for (let start = 0; start < customerIds.length; start += chunk) {
    const ids = customerIds.slice(start, start + chunk);
    const [customers, relations] = await Promise.all([repo.findByIds(ids), repo.findRelations(ids)]);
    const own = new Map(
      relations.filter((row) => row.memberId === memberId).map((row) => [row.customerId, row]),
    );
    for (const customer of customers) {
      const relation = own.get(customer.id);
      described.set(customer.id, {
        customerId: customer.id,
        externalUserId: customer.externalUserId,
        displayName: relation?.remark || customer.name,
        avatar: customer.avatar,
        type: customer.type,
        company: relation?.remarkCompany ?? customer.corpName,
        status: relation?.status ?? 'active',
        position: [0, customer.id],
        searchText: relation?.searchText ?? customer.name.toLowerCase(),
      });
    }
  }
  return described;
}

const chunk = 500;

/** Local ids of customers by the platform's; who is not known yet gets a row that holds the id alone. */
export async function ensureCustomers(
  db: Db,
  corpId: number,
  externalUserIds: readonly string[],
  readAt: Date,
): Promise<Map<string, number>> {
  const repo = customersRepo(db, corpId);
  await repo.upsertCustomers(
    externalUserIds.map((id) => unknownContactRow(id, readAt)),
    { keepKnown: true },
  );
  const rows = await repo.findByExternalUserIds(externalUserIds);
  return new Map(rows.map((row) => [row.externalUserId, row.id]));
}

/** Customers of these whom we still count as the member's. */
export async function stillCurrentOf(
  db: Db,
  corpId: number,
  memberId: number,
  customerIds: readonly number[],
): Promise<Set<number>> {
  const listed = await listedOfMember(db, corpId, memberId, { search: '', customerIds });
  return new Set(listed.map((customer) => customer.customerId));
}

function asOfMember(
  row: Awaited<ReturnType<ReturnType<typeof customersRepo>['findPageOfMember']>>[number],
): CustomerOfMember {
  return {
    customerId: row.customerId,
    externalUserId: row.externalUserId,
    displayName: row.remark || row.name,
    avatar: row.avatar,
    type: row.type,
    company: row.remarkCompany ?? row.corpName,
    status: row.status,
    position: [row.followedAt.getTime(), row.relationId],
  };
}
