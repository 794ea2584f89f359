import { type CustomerHit, searchCustomers } from '@guanxi/shared/customer-search';
import { customerAt, type World } from './fixtures.ts';
import { MockFailure, on, page } from './mock-kit.ts';

const colleagues = ['张三', '李思', '欧阳正华', '王五'];

/** A customer of the list as a search shows it: every third without a remark, some with several followers. */
function hitAt(index: number): CustomerHit {
  const { displayName, status, addedAt: _addedAt, ...item } = customerAt(index);
  const isLong = index % 17 === 3;
  const name = isLong ? 'Alexandra Constantinopoulos-欧阳' : displayName.slice(0, 4);
  const remark = isLong ? `${displayName}-上海浦东新区某某精密机械制造有限公司` : `${displayName}-老客户`;
  return {
    ...item,
    name,
    remark: index % 3 === 0 ? null : remark,
    matches: [],
    followers: colleagues.slice(0, 1 + (index % 4)).map((colleague, nth) => ({
      member: { memberId: nth + 1, userId: `m${nth + 1}`, name: colleague },
      status: nth === 0 ? status : 'active',
    })),
  };
}

/** The matches of words as they are written; the real rules are the server's. */
function matchesOf(hit: CustomerHit, words: readonly string[]): CustomerHit['matches'] | null {
  const fields = ['name', 'remark', 'company'] as const;
  const found = words.map((word) => {
    if (/^\d{4}$/.test(word)) return hit.id % 50 === 7 ? [{ field: 'mobile' as const, ranges: [] }] : [];
    return fields.flatMap((field) => {
      const start = hit[field]?.indexOf(word) ?? -1;
      return start < 0 ? [] : [{ field, ranges: [{ start, end: start + word.length }] }];
    });
  });
  return found.every((matches) => matches.length > 0) ? found.flat() : null;
}

function search(world: World, text: string): CustomerHit[] {
  const words = text.split(/\s+/);
  return Array.from({ length: world.customers }, (_, index) => hitAt(index)).flatMap((hit) => {
    const matches = matchesOf(hit, words);
    return matches === null ? [] : [{ ...hit, matches }];
  });
}

export const searchAnswers = [
  on(searchCustomers, (world, { body }) => {
    if (world.state === 'admin-search-error') throw new MockFailure('server.unknown');
    return {
      ...page(search(world, body.search), {
        limit: String(body.limit),
        ...(body.cursor && { cursor: body.cursor }),
      }),
      isIndexComplete: world.state !== 'admin-search-indexing',
    };
  }),
];
