import { createRandom } from '../random.ts';
import type { Population } from '../world/relations.ts';
import type { Contact, Relation } from '../world/types.ts';
import { companyName, nickname, personName, remarkFor } from './names.ts';

const DAY = 86_400;
const SALT_LENGTH = 22;
const INDEX_LENGTH = 8;
const WECOM_SHARE = 0.1;

export interface PopulationOptions {
  corpId: string;
  count: number;
  userids: readonly string[];
  tagIds: readonly string[];
  now: number;
}

const hash = (text: string) =>
  [...text].reduce((sum, char) => Math.imul(sum, 33) ^ char.charCodeAt(0), 5381) >>> 0;

/** `count` customers, each computed from its index alone and spread over the members in turn. */
export const createPopulation = (options: PopulationOptions): Population => {
  const { count, userids, tagIds, now } = options;
  const base = hash(options.corpId);
  const salt = createRandom(base).text(SALT_LENGTH);
  const randomOf = (index: number) => createRandom(base + Math.imul(index + 1, 2654435761));

  const person = (index: number) => {
    const random = randomOf(index);
    const type: 1 | 2 = random.chance(WECOM_SHARE) ? 2 : 1;
    const id = `${type === 1 ? 'wm' : 'wo'}${salt}${index.toString(36).toUpperCase().padStart(INDEX_LENGTH, '0')}`;
    return { random, type, id, name: personName(random), company: companyName(random) };
  };

  return {
    count,
    userids,
    contact(index): Contact {
      const { random, type, id, name, company } = person(index);
      return {
        ...{ externalUserId: id, name: type === 2 ? name : nickname(random, name), avatar: '', type },
        gender: random.pick([0, 1, 2] as const),
        unionid: type === 1 ? `o${id.slice(2, 29)}` : '',
        position: type === 2 ? '采购经理' : '',
        corpName: type === 2 ? company.replace('有限公司', '') : '',
        corpFullName: type === 2 ? company : '',
      };
    },
    relation(index): Relation {
      const { random, id, name, company } = person(index);
      const tagId = tagIds[random.int(tagIds.length)];
      return {
        ...{ userid: userids[index % userids.length] ?? '', externalUserId: id, seq: index },
        createtime: now - 3600 - random.int(365 * DAY),
        ...{
          remark: remarkFor(random, name, company),
          description: '',
          remarkCorpName: '',
          remarkMobiles: [],
        },
        ...{ addWay: random.pick([1, 2, 3, 4, 16] as const), operUserid: id, state: '' },
        tagIds: tagId && random.chance(0.5) ? [tagId] : [],
        ...{ personalTags: [], deletedByCustomer: false, half: false },
      };
    },
    indexOf(externalUserId) {
      if (externalUserId.slice(2, 2 + SALT_LENGTH) !== salt) return undefined;
      const digits = externalUserId.slice(2 + SALT_LENGTH);
      if (digits.length !== INDEX_LENGTH || !/^[0-9A-Z]+$/.test(digits)) return undefined;
      const index = Number.parseInt(digits, 36);
      return index < count && person(index).id === externalUserId ? index : undefined;
    },
  };
};
