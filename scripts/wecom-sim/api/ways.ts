import { findMember, mintHex } from '../world/corp.ts';
import { departmentsBelow, isVisible } from '../world/scope.ts';
import type { Way } from '../world/types.ts';
import { makeCursor, readCursor } from './cursor.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, invalidParam, tooLong } from './errors.ts';
import { groupInRange } from './group-chats.ts';
import { charCount, optionalInt, optionalText, requiredText, textList } from './params.ts';

type Body = Record<string, unknown>;

const DAY = 86_400;
const MAX_WAYS = 500_000;
const MAX_MEMBERS = 100;
const MAX_STATE = 30;
const MAX_GROUPS = 5;
const CONTACT_FIELDS = [
  ...['remark', 'skip_verify', 'style', 'state', 'user', 'party', 'expires_in', 'chat_expires_in', 'unionid'],
  ...['conclusions', 'mark_source', 'is_temp', 'is_exclusive'],
];
const JOIN_FIELDS = [
  ...[
    'scene',
    'remark',
    'auto_create_room',
    'room_base_name',
    'room_base_id',
    'chat_id_list',
    'state',
    'mark_source',
  ],
];

const intList = (body: Body, name: string): number[] => {
  const list: unknown = body[name] ?? [];
  if (!Array.isArray(list)) throw invalidParam(name);
  return list.map(Number);
};

const pick = (body: Body, names: readonly string[]): Body =>
  Object.fromEntries(names.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])));

const checkTexts = (body: Body) => {
  if (charCount(optionalText(body, 'state') ?? '') > MAX_STATE) throw tooLong('state', MAX_STATE);
  if (charCount(optionalText(body, 'remark') ?? '') > MAX_STATE) throw tooLong('remark', MAX_STATE);
};

/** Everybody a way leads to: members in range with 客户联系 who have logged in. */
const checkPeople = (call: Call, type: number) => {
  const users = textList(call.body, 'user');
  const parties = type === 2 ? intList(call.body, 'party') : [];
  if (type === 1 && users.length !== 1) throw invalidParam('user');
  if (users.length + parties.length === 0) throw invalidParam('user');
  for (const userid of users) {
    const member = findMember(call.corp, userid);
    if (!member || member.status === 5) throw new ApiError(60111);
    if (!isVisible(call.corp, call.app, member)) throw new ApiError(60011);
    if (member.status !== 1) throw new ApiError(41054);
    if (!member.hasFeature) throw new ApiError(84074);
  }
  const below = new Set(parties.flatMap((id) => departmentsBelow(call.corp, id)));
  const fromParties = [...call.corp.members.values()].filter((member) =>
    member.department.some((id) => below.has(id)),
  );
  if (users.length + fromParties.length > MAX_MEMBERS) throw new ApiError(41041);
};

const save = (call: Call, kind: Way['kind'], settings: Body): Way => {
  if (call.corp.ways.size >= MAX_WAYS) throw new ApiError(41045);
  const way: Way = {
    ...{ configId: mintHex(call.corp), kind, creator: call.app.agentId, createTime: call.clock.seconds() },
    settings,
  };
  call.corp.ways.set(way.configId, way);
  return way;
};

/** A way of this app; others' ways do not exist for it. */
const ownWay = (call: Call, kind: Way['kind']): Way => {
  const id = optionalText(call.body, 'config_id');
  if (!id) throw new ApiError(41043);
  const way = call.corp.ways.get(id);
  if (!way || way.kind !== kind || way.creator !== call.app.agentId) throw new ApiError(41044);
  return way;
};

const qrOf = (call: Call, way: Way) => `${call.baseUrl()}/qr/${call.corp.corpId}/${way.configId}`;

const addContactWay = (call: Call) => {
  const type = optionalInt(call.body, 'type');
  const scene = optionalInt(call.body, 'scene');
  if (type === undefined) throw new ApiError(41037);
  if (scene === undefined) throw new ApiError(41038);
  if (type !== 1 && type !== 2) throw new ApiError(41039);
  if (scene !== 1 && scene !== 2) throw new ApiError(41040);
  checkTexts(call.body);
  checkPeople(call, type);
  const way = save(call, 'contact', { type, scene, skip_verify: true, ...pick(call.body, CONTACT_FIELDS) });
  return { config_id: way.configId, ...(scene === 2 && { qr_code: qrOf(call, way) }) };
};

const getContactWay = (call: Call) => {
  const way = ownWay(call, 'contact');
  const defaults = { style: 1, remark: '', state: '', user: [], party: [], is_temp: false };
  const qr = way.settings.scene === 2 && { qr_code: qrOf(call, way) };
  return { contact_way: { config_id: way.configId, ...defaults, ...way.settings, ...qr } };
};

const listContactWays = (call: Call) => {
  const now = call.clock.seconds();
  const from = optionalInt(call.body, 'start_time') ?? now - 90 * DAY;
  const to = optionalInt(call.body, 'end_time') ?? now;
  const limit = Math.min(optionalInt(call.body, 'limit') ?? 100, 1000);
  const ways = [...call.corp.ways.values()].filter(
    (way) =>
      way.kind === 'contact' &&
      way.creator === call.app.agentId &&
      way.settings.is_temp !== true &&
      way.createTime >= from &&
      way.createTime <= to,
  );
  const walk = `ways ${call.corp.corpId} ${call.app.agentId} ${from} ${to}`;
  const cursor = optionalText(call.body, 'cursor');
  const start = cursor ? (readCursor(walk, cursor)[0] ?? 0) : 0;
  const end = start + limit;
  return {
    contact_way: ways.slice(start, end).map((way) => ({ config_id: way.configId })),
    ...(end < ways.length && { next_cursor: makeCursor(walk, [end]) }),
  };
};

const updateContactWay = (call: Call) => {
  const way = ownWay(call, 'contact');
  checkTexts(call.body);
  if (call.body.user !== undefined || call.body.party !== undefined) {
    checkPeople(call, Number(way.settings.type));
  }
  way.settings = { ...way.settings, ...pick(call.body, CONTACT_FIELDS) };
  return {};
};

const joinSettings = (call: Call): Body => {
  const scene = optionalInt(call.body, 'scene');
  if (scene === undefined) throw new ApiError(41038);
  if (scene !== 1 && scene !== 2) throw new ApiError(41040);
  const chats = textList(call.body, 'chat_id_list');
  if (chats.length === 0) throw invalidParam('chat_id_list');
  if (chats.length > MAX_GROUPS) throw new ApiError(41091);
  for (const chatId of chats) groupInRange(call, chatId);
  if (charCount(optionalText(call.body, 'state') ?? '') > MAX_STATE) throw tooLong('state', MAX_STATE);
  const remark = [...(optionalText(call.body, 'remark') ?? '')].slice(0, MAX_STATE).join('');
  return { auto_create_room: 1, ...pick(call.body, JOIN_FIELDS), remark };
};

const remove = (call: Call, kind: Way['kind']) => {
  call.corp.ways.delete(ownWay(call, kind).configId);
  return {};
};

const CONTACT = { page: 92228, method: 'POST', permission: 'contact-ways' } as const;
const JOIN = { page: 92229, method: 'POST', permission: 'contact-ways' } as const;

/** Ways to reach members 联系我 and into group chats 加入群聊 (path/92228, 92229). */
export const wayEndpoints: EndpointTable = {
  '/cgi-bin/externalcontact/add_contact_way': { ...CONTACT, handle: addContactWay },
  '/cgi-bin/externalcontact/get_contact_way': { ...CONTACT, handle: getContactWay },
  '/cgi-bin/externalcontact/list_contact_way': {
    ...{ ...CONTACT, empty: { contact_way: [] }, handle: listContactWays },
  },
  '/cgi-bin/externalcontact/update_contact_way': { ...CONTACT, handle: updateContactWay },
  '/cgi-bin/externalcontact/del_contact_way': { ...CONTACT, handle: (call) => remove(call, 'contact') },
  '/cgi-bin/externalcontact/close_temp_chat': {
    ...CONTACT,
    handle({ body }) {
      requiredText(body, 'userid');
      requiredText(body, 'external_userid');
      return {};
    },
  },
  '/cgi-bin/externalcontact/groupchat/add_join_way': {
    ...JOIN,
    handle: (call) => ({ config_id: save(call, 'join', joinSettings(call)).configId }),
  },
  '/cgi-bin/externalcontact/groupchat/get_join_way': {
    ...JOIN,
    handle(call) {
      const way = ownWay(call, 'join');
      return { join_way: { config_id: way.configId, qr_code: qrOf(call, way), ...way.settings } };
    },
  },
  '/cgi-bin/externalcontact/groupchat/update_join_way': {
    ...JOIN,
    handle(call) {
      ownWay(call, 'join').settings = joinSettings(call);
      return {};
    },
  },
  '/cgi-bin/externalcontact/groupchat/del_join_way': { ...JOIN, handle: (call) => remove(call, 'join') },
};
