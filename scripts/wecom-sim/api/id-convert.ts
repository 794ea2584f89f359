import { providerView } from '../provider/view.ts';
import { type Corp, findMember } from '../world/corp.ts';
import { isFollower, isVisible } from '../world/scope.ts';
import type { App } from '../world/types.ts';
import { visibleFollowers } from './contact-shape.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, tooLong } from './errors.ts';
import { DAY_OF_CHINA } from './limits.ts';
import { externalUserIdOf, optionalInt, requiredText, textList } from './params.ts';

const MAX_IDS = 1000;
const PROVIDERS_APPS = ['suite', 'customized'] as const;

const listOf = (call: Call, name: string): string[] => {
  const ids = textList(call.body, name);
  if (ids.length > MAX_IDS) throw tooLong(name, MAX_IDS);
  return ids;
};

/** The view of the provider, encrypted whatever the grant still gets. */
const encrypted = ({ corp, app }: Call) => providerView(corp, app.grant?.suite.provider.corpId ?? '');

const wrongIds = new WeakMap<App, { day: number; count: number }>();

/** Who asked for too many ids that are nobody's is refused for the rest of the day. */
const wrongToday = ({ app, clock, faults }: Call) => {
  const day = DAY_OF_CHINA(clock.seconds());
  const known = wrongIds.get(app);
  const count = known?.day === day ? known.count : 0;
  const { wrongIdBanAfter } = faults.switches;
  if (wrongIdBanAfter > 0 && count >= wrongIdBanAfter) throw new ApiError(45009);
  return (wrong: number) => wrongIds.set(app, { day, count: count + wrong });
};

const toOpenUserIds = (call: Call) => {
  const { corp, app } = call;
  const ids = listOf(call, 'userid_list');
  const noteWrong = wrongToday(call);
  const view = encrypted(call);
  const known = ids.filter((id) => {
    const member = findMember(corp, id);
    return member && isVisible(corp, app, member);
  });
  noteWrong(ids.length - known.length);
  return {
    open_userid_list: known.map((userid) => ({ userid, open_userid: view.show(userid) })),
    invalid_userid_list: ids.filter((id) => !known.includes(id)),
  };
};

const newExternalIds = (call: Call, isInRange: (plain: string) => boolean) => {
  if (call.app.kind === 'suite' && call.app.grant?.encryptedContacts) throw new ApiError(48002);
  const { conversionNeedsConsent } = call.faults.switches;
  if (conversionNeedsConsent && !call.app.grant?.agreedToNewIds) throw new ApiError(48002);
  const view = encrypted(call);
  const items = listOf(call, 'external_userid_list').flatMap((id) => {
    const plain = call.corp.relations.contact(id) ? id : view.read(id);
    if (!call.corp.relations.contact(plain) || !isInRange(plain)) return [];
    return [{ external_userid: id, new_external_userid: view.show(plain) }];
  });
  return { items };
};

const inGroup = (call: Call) => {
  const group = call.corp.groups.get(call.view.read(requiredText(call.body, 'chat_id')));
  if (!group) throw new ApiError(86003);
  if (!isFollower(call.corp, call.app, group.owner)) throw new ApiError(60011);
  return newExternalIds(call, (id) => group.members.some((member) => member.id === id));
};

const newTagIds = (call: Call) => {
  const ids = listOf(call, 'external_tagid_list');
  const view = encrypted(call);
  const known = ids.filter((id) => call.corp.tags.find(id) ?? call.corp.tags.group(id));
  return {
    items: known.map((id) => ({ external_tagid: id, open_external_tagid: view.show(id) })),
    invalid_external_tagid_list: ids.filter((id) => !known.includes(id)),
  };
};

/** A self-built app reads ids of a provider's app that both may see. */
const sourceView = (call: Call) => {
  const agentId = optionalInt(call.body, 'source_agentid');
  const source = call.corp.apps.find((app) => app.agentId === agentId && app.grant);
  if (!source?.grant) throw new ApiError(40056);
  return { source, view: providerView(call.corp, source.grant.suite.provider.corpId) };
};

const fromOpenUserIds = (call: Call) => {
  const { source, view } = sourceView(call);
  const ids = listOf(call, 'open_userid_list');
  const rows = ids.flatMap((id) => {
    const member = findMember(call.corp, view.read(id));
    if (!member || member.userid === id) return [];
    const isShared = isVisible(call.corp, call.app, member) && isVisible(call.corp, source, member);
    return isShared ? [{ open_userid: id, userid: member.userid }] : [];
  });
  const found = new Set(rows.map((row) => row.open_userid));
  return { userid_list: rows, invalid_open_userid_list: ids.filter((id) => !found.has(id)) };
};

/** Whether an app sees somebody from outside: as a customer of a member, or in a group that a member owns. */
const sees = (corp: Corp, app: App, externalUserId: string) =>
  visibleFollowers(corp, app, externalUserId).length > 0 ||
  [...corp.groups.values()].some(
    ({ owner, members }) => isFollower(corp, app, owner) && members.some(({ id }) => id === externalUserId),
  );

const fromService = (call: Call) => {
  const { source, view } = sourceView(call);
  const plain = view.read(externalUserIdOf(call.body));
  if (!call.corp.relations.contact(plain)) throw new ApiError(40096);
  const isShared = [call.app, source].every((app) => sees(call.corp, app, plain));
  if (!isShared) throw new ApiError(84061);
  return { external_userid: plain };
};

const toService = (call: Call) => {
  const id = externalUserIdOf(call.body);
  const view = encrypted(call);
  const plain = call.corp.relations.contact(id) ? id : view.read(id);
  if (!call.corp.relations.contact(plain)) throw new ApiError(40096);
  if (visibleFollowers(call.corp, call.app, plain).length === 0) throw new ApiError(84061);
  return { external_userid: view.show(plain) };
};

const migration = ({ app }: Call) => ({
  migration_info: [
    { openid_type: 1, status: app.grant?.encryptedUsers ? 1 : 0 },
    { openid_type: 3, status: app.grant?.encryptedContacts ? 1 : 0 },
  ],
});

const PROVIDER = { method: 'POST', ownIds: true, only: PROVIDERS_APPS } as const;
const OWN = { method: 'POST', ownIds: true, only: ['self-built'] } as const;

/** Conversions of ids between subjects (developer.work.weixin.qq.com/document/path/95890, 97062 and neighbours). */
export const idConvertEndpoints: EndpointTable = {
  '/cgi-bin/batch/userid_to_openuserid': { ...PROVIDER, page: 97062, handle: toOpenUserIds },
  '/cgi-bin/batch/openuserid_to_userid': { ...OWN, page: 95884, handle: fromOpenUserIds },
  '/cgi-bin/externalcontact/get_new_external_userid': {
    ...{ ...PROVIDER, page: 97063, permission: 'customers' },
    handle: (call) => newExternalIds(call, (id) => visibleFollowers(call.corp, call.app, id).length > 0),
  },
  '/cgi-bin/externalcontact/groupchat/get_new_external_userid': {
    ...{ ...PROVIDER, page: 97063, permission: 'customers', handle: inGroup },
  },
  '/cgi-bin/idconvert/external_tagid': {
    ...{ ...PROVIDER, page: 97064, permission: 'customers', handle: newTagIds },
  },
  '/cgi-bin/externalcontact/to_service_external_userid': {
    ...{ ...PROVIDER, page: 95195, permission: 'customers', handle: toService },
  },
  '/cgi-bin/externalcontact/from_service_external_userid': {
    ...{ ...OWN, page: 95884, permission: 'customers', handle: fromService },
  },
  '/cgi-bin/corp/get_openid_migration': { ...PROVIDER, page: 96518, method: 'GET', handle: migration },
};
