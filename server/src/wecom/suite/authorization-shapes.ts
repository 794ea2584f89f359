import { z } from 'zod';
import { flag, instant, list, maybeText, number, someText, text } from '../wire.ts';

/** A corp as an installation shows it. */
export type AuthCorp = {
  /** Encrypted for this provider, for corps that installed after November 2021. */
  corpId: string;
  name: string;
  fullName: string | null;
  /** Null when not told. */
  verified: boolean | null;
  logoUrl: string | null;
  /** 1 enterprise, 2 government, 3 other, 4 team; 0 when not told. */
  subjectType: number;
  userMax: number;
  verifiedUntil: Date | null;
  /** Empty where members installed for themselves. */
  scale: string | null;
  industry: string | null;
};

/** What the app may see; ids in `extra…` are those that were added to the range by name. */
export type AuthPrivilege = {
  /** 1 contacts read, 3 contacts read and written, 4 one member; 0 for apps made from a template. */
  level: number;
  departmentIds: number[];
  userIds: string[];
  tagIds: number[];
  extraDepartmentIds: number[];
  extraUserIds: string[];
  extraTagIds: number[];
};

/** The app inside the corp. */
export type AuthAgent = {
  agentId: string;
  name: string;
  logoUrl: string | null;
  /** `member`: members installed for themselves. */
  authMode: 'admin' | 'member';
  /** Made from a template. */
  customized: boolean;
  privilege: AuthPrivilege;
  /** The corp that shared its app with this one. */
  sharedFromCorpId: string | null;
};

/** The paid edition (付费版本) of an app in a corp. */
export type AuthEdition = {
  agentId: string;
  name: string;
  /**
   * 0 not paid, 1 trial, 2 trial over, 3 paid, 4 paid time over, 5 trial without an end, 6 paid with more members than
   * bought, 7 the same for more than seven days.
   */
  status: number;
  /** Members it was bought for; 0 where that means nothing. */
  userLimit: number;
  /** Null where it has no end. */
  until: Date | null;
};

export const authCorp = z
  .object({
    corpid: text,
    corp_name: someText,
    corp_full_name: maybeText,
    corp_type: maybeText,
    corp_square_logo_url: maybeText,
    corp_user_max: number,
    subject_type: number,
    verified_end_time: instant,
    corp_scale: maybeText,
    corp_industry: maybeText,
  })
  .transform(
    (wire): AuthCorp => ({
      corpId: wire.corpid,
      name: wire.corp_name,
      fullName: wire.corp_full_name,
      verified: wire.corp_type === null ? null : wire.corp_type === 'verified',
      logoUrl: wire.corp_square_logo_url,
      subjectType: wire.subject_type,
      userMax: wire.corp_user_max,
      verifiedUntil: wire.verified_end_time.getTime() === 0 ? null : wire.verified_end_time,
      scale: wire.corp_scale,
      industry: wire.corp_industry,
    }),
  );

const privilegeFields = z.object({
  level: number,
  allow_party: list(number),
  allow_user: list(text),
  allow_tag: list(number),
  extra_party: list(number),
  extra_user: list(text),
  extra_tag: list(number),
});

const privilege = z
  .preprocess((value) => value ?? {}, privilegeFields)
  .transform(
    (wire): AuthPrivilege => ({
      level: wire.level,
      departmentIds: wire.allow_party,
      userIds: wire.allow_user,
      tagIds: wire.allow_tag,
      extraDepartmentIds: wire.extra_party,
      extraUserIds: wire.extra_user,
      extraTagIds: wire.extra_tag,
    }),
  );

const authAgent = z
  .object({
    agentid: text,
    name: someText,
    square_logo_url: maybeText,
    round_logo_url: maybeText,
    auth_mode: number,
    is_customized_app: flag,
    privilege,
    shared_from: z.object({ corpid: maybeText }).nullish(),
  })
  .transform(
    (wire): AuthAgent => ({
      agentId: wire.agentid,
      name: wire.name,
      logoUrl: wire.square_logo_url ?? wire.round_logo_url,
      authMode: wire.auth_mode === 1 ? 'member' : 'admin',
      customized: wire.is_customized_app,
      privilege: wire.privilege,
      sharedFromCorpId: wire.shared_from?.corpid ?? null,
    }),
  );

/** `auth_info`, which is left out for some kinds of apps. */
export const authAgents = z
  .object({ agent: list(authAgent) })
  .nullish()
  .transform((info) => info?.agent ?? []);

/** Trials without an end name a time that means nothing. */
const endlessTrial = 5;

const authEdition = z
  .object({
    agentid: text,
    edition_name: someText,
    app_status: number,
    user_limit: number,
    expired_time: instant,
  })
  .transform(
    (wire): AuthEdition => ({
      agentId: wire.agentid,
      name: wire.edition_name,
      status: wire.app_status,
      userLimit: wire.user_limit,
      until: wire.expired_time.getTime() === 0 || wire.app_status === endlessTrial ? null : wire.expired_time,
    }),
  );

/** `edition_info`, which apps without paid editions have not. */
export const authEditions = z
  .object({ agent: list(authEdition) })
  .nullish()
  .transform((info) => info?.agent ?? []);
