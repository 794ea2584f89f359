import { z } from 'zod';
import { instant, list, maybeText, number, someText, text } from '../wire.ts';

/** A customer as the platform shows him to this installation. */
export type ExternalContact = {
  externalUserId: string;
  name: string;
  avatar: string | null;
  /** 1 WeChat user, 2 WeCom user. */
  type: number;
  /** 0 unknown (or hidden from this installation), 1 male, 2 female. */
  gender: number;
  unionId: string | null;
  position: string | null;
  corpName: string | null;
  corpFullName: string | null;
  /** As the platform sends it; WeCom users only. */
  externalProfile: unknown;
};

/** A tag that a member put on a customer. `type`: 1 corp tag, 2 the member's own (no id), 3 strategy tag. */
export type FollowTag = { tagId: string | null; name: string; groupName: string; type: number };

/** One member's relation to one customer. */
export type FollowInfo = {
  userId: string;
  /** The member's private name for the customer. */
  remark: string;
  description: string;
  /** When the member added the customer. */
  createdAt: Date;
  /** Ids of corp and strategy tags. */
  tagIds: string[];
  /** Tags with their names; null where the platform sends ids only (`batchGetByUser`). */
  tags: FollowTag[] | null;
  remarkCorpName: string | null;
  /** Empty also where this installation may not see phones. */
  remarkMobiles: string[];
  /** Who began the relation: a member's userid, or the customer's own external_userid. */
  operUserId: string | null;
  /** How they met; values beyond the documented ones are kept. 0 unknown. */
  addWay: number;
  /** The channel mark given to the contact way. */
  state: string | null;
  /** Only when met through Channels (add way 10). */
  wechatChannels: { nickname: string; source: number } | null;
};

const contactFields = {
  external_userid: text,
  name: someText,
  avatar: maybeText,
  type: number,
  gender: number,
  unionid: maybeText,
  position: maybeText,
  corp_name: maybeText,
  corp_full_name: maybeText,
  external_profile: z.unknown().optional(),
};

export const externalContact = z.object(contactFields).transform(
  (wire): ExternalContact => ({
    externalUserId: wire.external_userid,
    name: wire.name,
    avatar: wire.avatar,
    type: wire.type,
    gender: wire.gender,
    unionId: wire.unionid,
    position: wire.position,
    corpName: wire.corp_name,
    corpFullName: wire.corp_full_name,
    externalProfile: wire.external_profile ?? null,
  }),
);

const followTag = z
  .object({ tag_id: maybeText, tag_name: someText, group_name: someText, type: number })
  .transform(
    (wire): FollowTag => ({
      tagId: wire.tag_id,
      name: wire.tag_name,
      groupName: wire.group_name,
      type: wire.type,
    }),
  );

const followFields = {
  userid: text,
  remark: someText,
  description: someText,
  // One word here, `create_time` everywhere else.
  createtime: instant,
  tags: z.array(followTag).nullish(),
  tag_id: list(text),
  remark_corp_name: maybeText,
  remark_mobiles: list(text),
  oper_userid: maybeText,
  add_way: number,
  state: maybeText,
  wechat_channels: z.object({ nickname: someText, source: number }).nullish(),
};

function toFollowInfo(
  wire: z.output<z.ZodObject<typeof followFields>>,
  tags: FollowTag[] | null,
): FollowInfo {
  const namedIds = tags?.flatMap((tag) => (tag.tagId === null ? [] : [tag.tagId])) ?? [];
  return {
    userId: wire.userid,
    remark: wire.remark,
    description: wire.description,
    createdAt: wire.createtime,
    tagIds: tags ? namedIds : wire.tag_id,
    tags,
    remarkCorpName: wire.remark_corp_name,
    remarkMobiles: wire.remark_mobiles.filter((mobile) => mobile !== ''),
    operUserId: wire.oper_userid,
    addWay: wire.add_way,
    state: wire.state,
    wechatChannels: wire.wechat_channels ?? null,
  };
}

/** `follow_user[]` of `externalcontact/get`: tags with names, left out when there are none. */
export const followDetail = z.object(followFields).transform((wire) => toFollowInfo(wire, wire.tags ?? []));

/** `follow_info` of `externalcontact/batch/get_by_user`: tag ids only. */
export const followSummary = z
  .object(followFields)
  .transform((wire) => toFollowInfo(wire, wire.tags ?? null));
