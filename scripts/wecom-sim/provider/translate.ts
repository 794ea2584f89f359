import type { EventNode } from '../world/world.ts';
import type { IdView } from './view.ts';

/** Fields that hold ids, in calls and answers of every group. */
const ID_FIELDS = new Set([
  ...[
    'userid',
    'userids',
    'userid_list',
    'user',
    'follow_user',
    'oper_userid',
    'owner',
    'new_owner',
    'creator',
  ],
  ...['handover_userid', 'takeover_userid', 'department_leader', 'direct_leader', 'allow_user', 'sender'],
  ...[
    'external_userid',
    'external_userid_list',
    'unlicensed_userid_list',
    'invalid_userid_list',
    'user_list',
  ],
  ...['id', 'group_id', 'tag_id', 'add_tag', 'remove_tag', 'chat_id', 'chat_id_list', 'tag_list'],
]);
/** Fields that hold several ids in one text, or a list of them. */
const JOINED_FIELDS = new Set(['touser', 'invaliduser', 'unlicenseduser']);

/** What people wrote: ids of options in a card are no ids of ours. */
const CONTENT_FIELDS = new Set([
  'template_card',
  'text',
  'news',
  'mpnews',
  'markdown',
  'conclusions',
  'attachments',
]);

type Map = (id: string) => string;

const convert = (field: string, value: unknown, map: Map): unknown => {
  if (CONTENT_FIELDS.has(field)) return value;
  if (typeof value === 'string') {
    if (ID_FIELDS.has(field)) return map(value);
    return JOINED_FIELDS.has(field) ? value.split('|').map(map).join('|') : value;
  }
  if (Array.isArray(value)) return value.map((item) => convert(field, item, map));
  if (typeof value === 'object' && value !== null) return convertAll({ ...value }, map);
  return value;
};

const convertAll = (record: Record<string, unknown>, map: Map): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).map(([field, value]) => [field, convert(field, value, map)]));

/** A call's body with the ids of this world. */
export const readBodyIds = (view: IdView, body: Record<string, unknown>): Record<string, unknown> =>
  convertAll(body, view.read);

export const readQueryIds = (view: IdView, query: URLSearchParams): URLSearchParams =>
  new URLSearchParams(
    [...query].map(([name, value]): [string, string] => [
      name,
      ID_FIELDS.has(name) ? view.read(value) : value,
    ]),
  );

/** An answer with the ids the app knows. */
export const showIds = (view: IdView, answer: Record<string, unknown>): Record<string, unknown> =>
  convertAll(answer, view.show);

const ID_NODES = new Set([
  'UserID',
  'OpenUserID',
  'NewUserID',
  'ExternalUserID',
  'Id',
  'ChatId',
  'Item',
  'FromUserName',
]);
const LIST_NODES = new Set(['DirectLeader', 'AddUserItems', 'DelUserItems']);

/** The nodes of an event with the ids the app knows. */
export const showNodes = (view: IdView, nodes: readonly EventNode[]): EventNode[] =>
  nodes.map(([name, value]): EventNode => {
    if (typeof value === 'object') return [name, showNodes(view, value)];
    if (typeof value !== 'string') return [name, value];
    if (ID_NODES.has(name)) return [name, view.show(value)];
    return [name, LIST_NODES.has(name) ? value.split(',').map(view.show).join(',') : value];
  });
