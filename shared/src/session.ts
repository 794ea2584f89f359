import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { Locale } from './locale.ts';

/** What a corp's install mode lets us see and do. Pages ask this, never the mode. */
export const Capabilities = z.object({
  /** Member names may be read; otherwise they render with `ww-open-data`. */
  seesMemberNames: z.boolean(),
  seesCustomerAvatars: z.boolean(),
  seesRemarkMobiles: z.boolean(),
  sendsWelcome: z.boolean(),
  /** Puts corp tags on customers and takes them off. */
  editsTags: z.boolean(),
  makesContactWays: z.boolean(),
  /** Hands customers over while their member is in service; and after the member left. */
  handsOver: z.boolean(),
  handsOverResigned: z.boolean(),
  readsStatistics: z.boolean(),
  /** Members need an interoperability licence, now that no trial is running. */
  needsLicence: z.boolean(),
});
export type Capabilities = z.output<typeof Capabilities>;

export const Role = z.enum(['rep', 'manager', 'admin']);
export type Role = z.output<typeof Role>;

/** The signed-in member and the corp the session belongs to. */
export const Viewer = z.object({
  memberId: z.number().int(),
  userId: z.string(),
  name: z.string(),
  role: Role,
  /** The language messages to them are written in; the page says when it speaks another one. */
  locale: Locale,
  corp: z.object({
    /** The corpid as the platform gave it, for `ww.register`. */
    wecomCorpId: z.string(),
    /** The suite or template the session came by; null for a self-built app. Signing in again goes the same way. */
    suiteId: z.string().nullable(),
    agentId: z.number().int(),
    name: z.string(),
    timeZone: z.string(),
    /** Members installed for themselves (成员授权): there is no administrator, and each sees their own customers only. */
    isByMembers: z.boolean(),
    capabilities: Capabilities,
  }),
});
export type Viewer = z.output<typeof Viewer>;

export const getSession = defineRoute({
  method: 'GET',
  path: '/session',
  summary: 'The signed-in member',
  withoutLicence: 'who is signed in is no customer',
  response: Viewer,
});

export const keepLocale = defineRoute({
  method: 'PUT',
  path: '/session/locale',
  summary: 'Keep the language the viewer reads, so that messages come in the same one',
  withoutLicence: 'the language of a member is no customer',
  body: z.object({ locale: Locale }),
  response: z.object({}),
});

export const deleteSession = defineRoute({
  method: 'DELETE',
  path: '/session',
  summary: 'Sign out',
  access: 'public',
  response: z.object({}),
});

/** One app that a member can sign in to from an ordinary browser. */
export const SignInWay = z.object({
  /** The suite or template; null for a self-built app. */
  suiteId: z.string().nullable(),
  /** Null where the sign-in itself tells the company. */
  wecomCorpId: z.string().nullable(),
  /** The company of a self-built app; otherwise what the provider calls its app. */
  name: z.string(),
});
export type SignInWay = z.output<typeof SignInWay>;

/** The longest id the platform gives a company or a suite. */
const wecomId = z.string().min(1).max(64);

export const listSignInWays = defineRoute({
  method: 'GET',
  path: '/sign-in-ways',
  summary:
    'Where members can sign in from an ordinary browser: first the app the address names, if it is here',
  access: 'public',
  query: z.object({ suite: wecomId.optional(), corp: wecomId.optional() }),
  response: z.object({ items: z.array(SignInWay) }),
  errors: ['session.app_replaced', 'session.too_many_attempts'],
});
