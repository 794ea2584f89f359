import { emitContactEvent } from '../world/events.ts';
import type { Relation } from '../world/types.ts';
import { relationInRange } from './customers.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, invalidParam, tooLong } from './errors.ts';
import { charCount, externalUserIdOf, optionalText, requiredText, textList } from './params.ts';

const MAX = { remark: 20, description: 150, remark_company: 20 } as const;
const FIELDS = ['remark', 'description', 'remark_company', 'remark_mobiles', 'remark_pic_mediaid'];

const limited = (body: Record<string, unknown>, name: keyof typeof MAX): string | undefined => {
  const value = optionalText(body, name);
  if (value !== undefined && charCount(value) > MAX[name]) throw tooLong(name, MAX[name]);
  return value;
};

const remark = (call: Call) => {
  const { body, corp, world } = call;
  const userid = requiredText(body, 'userid');
  const externalUserId = externalUserIdOf(body);
  if (!FIELDS.some((name) => body[name] !== undefined)) throw invalidParam('remark');
  const texts = {
    remark: limited(body, 'remark'),
    description: limited(body, 'description'),
    company: limited(body, 'remark_company'),
  };
  const picture = optionalText(body, 'remark_pic_mediaid');
  if (picture && !corp.media.get(picture, call.clock.seconds())) throw new ApiError(40007);
  const relation = relationInRange(call, userid, externalUserId);
  const isWeChat = corp.relations.contact(externalUserId)?.type === 1;
  const changed: Relation = {
    ...relation,
    ...(texts.remark !== undefined && { remark: texts.remark }),
    ...(texts.description !== undefined && { description: texts.description }),
    ...(texts.company !== undefined && isWeChat && { remarkCorpName: texts.company }),
    // The list is replaced; [""] clears it.
    ...(body.remark_mobiles !== undefined && {
      remarkMobiles: textList(body, 'remark_mobiles').filter((mobile) => mobile !== ''),
    }),
  };
  corp.relations.put(changed);
  emitContactEvent(world, corp, 'edit_external_contact', changed, [], call.app);
  world.touch(corp.corpId, 'chats');
  return {};
};

/** A member's remark on a customer (developer.work.weixin.qq.com/document/path/92115). */
export const remarkEndpoints: EndpointTable = {
  '/cgi-bin/externalcontact/remark': { page: 92115, method: 'POST', permission: 'customers', handle: remark },
};
