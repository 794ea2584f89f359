import type { Corp } from '../world/corp.ts';
import type { Strategy } from '../world/types.ts';
import { add, asked, edit, presentGroup, remove, sorted } from './corp-tags.ts';
import { makeCursor, readCursor } from './cursor.ts';
import type { Call, CorpEndpoint, EndpointTable } from './endpoint.ts';
import { invalidParam } from './errors.ts';
import { optionalInt, optionalText } from './params.ts';

const MAX_PAGE = 1000;

/** Nobody but the system app 客户联系 may call these: 48002 for every other. */
const SYSTEM_ONLY = { method: 'POST', only: ['customer-contact'] } as const;

const strategyOf = (corp: Corp, id: number | undefined): Strategy => {
  const found = corp.strategies.get(id ?? 0);
  if (!found) throw invalidParam('strategy_id');
  return found;
};

/** One page of a list, by a cursor of its own. */
const pageOf = <Item>(call: Call, items: readonly Item[]) => {
  const walk = `${call.path} ${call.corp.corpId} ${String(call.body.strategy_id ?? '')}`;
  const cursor = optionalText(call.body, 'cursor') ?? '';
  const start = cursor === '' ? 0 : (readCursor(walk, cursor)[0] ?? 0);
  const limit = Math.min(optionalInt(call.body, 'limit') ?? MAX_PAGE, MAX_PAGE);
  const end = start + limit;
  return {
    items: items.slice(start, end),
    ...(end < items.length && { next_cursor: makeCursor(walk, [end]) }),
  };
};

const listTags = ({ corp, body }: Call) => {
  const strategyId = optionalInt(body, 'strategy_id');
  const groups = corp.tags.groupsOf(strategyId ? strategyOf(corp, strategyId).id : 'strategies');
  return {
    tag_group: asked(groups, body)
      .filter(({ group }) => !group.deleted)
      .map(({ group, tags }) => ({
        ...presentGroup(group, sorted(tags.filter((tag) => !tag.deleted))),
        strategy_id: group.strategyId,
      })),
  };
};

/** Only the top strategies own tags. */
const addTag = (call: Call) => {
  const strategy = strategyOf(call.corp, optionalInt(call.body, 'strategy_id'));
  if (strategy.parentId !== 0) throw invalidParam('strategy_id');
  const { tag_group } = add(call, strategy.id);
  return { tag_group: { ...tag_group, strategy_id: strategy.id } };
};

const list = (call: Call) => {
  const { items, ...rest } = pageOf(call, [...call.corp.strategies.keys()]);
  return { strategy: items.map((id) => ({ strategy_id: id })), ...rest };
};

const get = ({ corp, body }: Call) => {
  const { id, parentId, name, createTime, admins } = strategyOf(corp, optionalInt(body, 'strategy_id'));
  return {
    strategy: {
      ...{ strategy_id: id, parent_id: parentId, strategy_name: name, create_time: createTime },
      ...{ admin_list: admins, privilege: { view_customer_list: true, view_customer_data: true } },
    },
  };
};

const getRange = (call: Call) => {
  const { users, departments } = strategyOf(call.corp, optionalInt(call.body, 'strategy_id'));
  const { items, ...rest } = pageOf(call, [
    ...users.map((userid) => ({ type: 1, userid })),
    ...departments.map((partyid) => ({ type: 2, partyid })),
  ]);
  return { range: items, ...rest };
};

const ofTags = (handle: CorpEndpoint['handle']) => ({ ...SYSTEM_ONLY, page: 94882, handle });
const ofStrategies = (handle: CorpEndpoint['handle']) => ({ ...SYSTEM_ONLY, page: 94883, handle });

/** Strategy groups 客户规则组, to read only, and their tags (developer.work.weixin.qq.com/document/path/94882, 94883). */
export const strategyEndpoints: EndpointTable = {
  '/cgi-bin/externalcontact/get_strategy_tag_list': { ...ofTags(listTags), empty: { tag_group: [] } },
  '/cgi-bin/externalcontact/add_strategy_tag': ofTags(addTag),
  '/cgi-bin/externalcontact/edit_strategy_tag': ofTags((call) => edit(call, 'strategies')),
  '/cgi-bin/externalcontact/del_strategy_tag': ofTags((call) => remove(call, 'strategies')),
  '/cgi-bin/externalcontact/customer_strategy/list': { ...ofStrategies(list), empty: { strategy: [] } },
  '/cgi-bin/externalcontact/customer_strategy/get': ofStrategies(get),
  '/cgi-bin/externalcontact/customer_strategy/get_range': { ...ofStrategies(getRange), empty: { range: [] } },
};
