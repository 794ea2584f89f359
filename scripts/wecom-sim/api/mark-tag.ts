import { emitContactEvent } from '../world/events.ts';
import { relationInRange } from './customers.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, invalidParam } from './errors.ts';
import { externalUserIdOf, requiredText, textList } from './params.ts';

const MAX_TAGS = 3000;

const markTag = (call: Call) => {
  const { body, corp, world } = call;
  const userid = requiredText(body, 'userid');
  const externalUserId = externalUserIdOf(body);
  const add = textList(body, 'add_tag');
  const remove = textList(body, 'remove_tag');
  if (add.length + remove.length === 0) throw invalidParam('add_tag');
  const relation = relationInRange(call, userid, externalUserId);
  for (const id of [...add, ...remove]) if (!corp.tags.live(id)) throw new ApiError(40068);
  const kept = relation.tagIds.filter((id) => corp.tags.live(id) && !remove.includes(id));
  const tagIds = [...new Set([...kept, ...add.filter((id) => !remove.includes(id))])];
  if (tagIds.length > MAX_TAGS) throw new ApiError(40126);
  corp.relations.put({ ...relation, tagIds });
  emitContactEvent(world, corp, 'edit_external_contact', relation, [], call.app);
  world.touch(corp.corpId, 'chats');
  return {};
};

/** Corp tags on one pair of member and customer (developer.work.weixin.qq.com/document/path/92118). */
export const markTagEndpoints: EndpointTable = {
  '/cgi-bin/externalcontact/mark_tag': {
    ...{ page: 92118, method: 'POST', permission: 'customers', handle: markTag },
  },
};
