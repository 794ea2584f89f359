import { type Corp, findMember } from '../world/corp.ts';
import type { App } from '../world/types.ts';
import { decryptId, encryptCorpId, encryptId, encryptUserId } from './ids.ts';

/** How an app sees the ids of a corp: plain for self-built apps, of the provider's subject for the others. */
export interface IdView {
  corp: string;
  /** Anything that is an id, as the app sees it. */
  show(id: string): string;
  /** What an id of the app means here. A plain id in the hands of an encrypted app means nobody. */
  read(id: string): string;
}

const OWN_SHAPE = /^(wm|wo|wr|et|st)[0-9A-Za-z]{30}$/;
/** Stands before a plain userid that the app should not know, so that nobody is found by it. */
export const FOREIGN = 'foreign:';

const userMaps = new WeakMap<Corp, Map<string, Map<string, string>>>();

/** The member an encrypted userid stands for; the map follows new members. */
const userOf = (corp: Corp, providerId: string, id: string): string | undefined => {
  const maps = userMaps.get(corp) ?? new Map<string, Map<string, string>>();
  userMaps.set(corp, maps);
  let map = maps.get(providerId);
  if (!map || map.size !== corp.members.size) {
    map = new Map(
      [...corp.members.values()].map(({ userid }) => [
        encryptUserId(providerId, corp.corpId, userid),
        userid,
      ]),
    );
    maps.set(providerId, map);
  }
  return map.get(id);
};

const PLAIN = (corp: Corp): IdView => ({ corp: corp.corpId, show: (id) => id, read: (id) => id });

/** The view of ids that a provider has of a corp, whether or not anything is installed. */
export const providerView = (
  corp: Corp,
  providerId: string,
  what: { users: boolean; contacts: boolean } = { users: true, contacts: true },
): IdView => ({
  corp: what.users ? encryptCorpId(providerId, corp.corpId) : corp.corpId,
  show(id) {
    if (OWN_SHAPE.test(id)) return what.contacts ? encryptId(providerId, corp.corpId, id) : id;
    const member = what.users ? findMember(corp, id) : undefined;
    if (member) return encryptUserId(providerId, corp.corpId, member.userid);
    return id.startsWith(FOREIGN) ? id.slice(FOREIGN.length) : id;
  },
  read(id) {
    const userid = what.users ? userOf(corp, providerId, id) : undefined;
    if (userid !== undefined) return userid;
    if (OWN_SHAPE.test(id)) return what.contacts ? decryptId(providerId, corp.corpId, id) : id;
    return what.users && findMember(corp, id) ? `${FOREIGN}${id}` : id;
  },
});

export const viewOf = (corp: Corp, app: App): IdView => {
  const { grant } = app;
  if (!grant) return PLAIN(corp);
  const what = { users: grant.encryptedUsers, contacts: grant.encryptedContacts };
  return providerView(corp, grant.suite.provider.corpId, what);
};

/** What an app may see of people (developer.work.weixin.qq.com/document/path/90332, 92114). */
export interface Sight {
  memberNames: boolean;
  departmentNames: boolean;
  positions: boolean;
  leaders: boolean;
  /** Avatar and gender of customers, their phones in remarks, full company names. */
  customerDetails: boolean;
  unionid: boolean;
}

export const sightOf = ({ kind, permissions, grant }: App): Sight => {
  const isOwn = kind === 'self-built';
  const isCustom = kind === 'customized';
  return {
    memberNames: isOwn || (isCustom && permissions.has('user-names')),
    departmentNames: isOwn || (isCustom && permissions.has('department-names')),
    positions: isOwn || (isCustom && permissions.has('positions')),
    leaders: isOwn || permissions.has('organization'),
    customerDetails: isOwn,
    unionid: isOwn || !(grant?.encryptedContacts ?? false),
  };
};
