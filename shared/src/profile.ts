import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { MemberRef } from './member-ref.ts';
import { TagState } from './tags.ts';

/** What a member notes of a customer and the platform keeps, on the member's own relation. */
export const ProfileFieldName = z.enum(['remark', 'description', 'company', 'mobiles']);
export type ProfileFieldName = z.output<typeof ProfileFieldName>;

/**
 * The longest texts in characters, and the most numbers.
 * @see https://developer.work.weixin.qq.com/document/path/92115
 */
export const profileLimits = { remark: 20, description: 150, company: 20, mobiles: 5 } as const;

/** Why the platform did not take a change, as far as a reader can do something about it. */
export const WriteFailureReason = z.enum([
  'relation_gone',
  'limited',
  'unreachable',
  'misconfigured',
  'not_permitted',
  'licence_missing',
  'too_long',
  'rejected',
]);
export type WriteFailureReason = z.output<typeof WriteFailureReason>;

export const WriteFailure = z.object({
  reason: WriteFailureReason,
  /** The platform's own code; null when it did not answer. */
  errcode: z.number().int().nullable(),
  attempts: z.number().int(),
});
export type WriteFailure = z.output<typeof WriteFailure>;

/** A phone number that is not shown. */
export const Mobile = z.object({
  /** 138****5678. */
  masked: z.string(),
  /** Names the number to the server without showing it: the number, sealed. */
  ref: z.string(),
});
export type Mobile = z.output<typeof Mobile>;

function fieldOf<Value extends z.ZodType>(value: Value) {
  return z.object({
    /** As the member wants it. */
    value,
    /** As the platform has it; the same unless a change is on its way or failed. */
    saved: value,
    state: TagState,
    /** Why the change failed; null unless it did. */
    failure: WriteFailure.nullable(),
  });
}

export const TextField = fieldOf(z.string());
export type TextField = z.output<typeof TextField>;
export const MobilesField = fieldOf(z.array(Mobile));
export type MobilesField = z.output<typeof MobilesField>;

/** The viewer's own notes on a customer, with what is still on its way. */
export const Profile = z.object({
  remark: TextField,
  description: TextField,
  company: TextField,
  mobiles: MobilesField,
});
export type Profile = z.output<typeof Profile>;

/** Numbers that a colleague in the viewer's scope noted. */
export const ColleagueMobiles = z.object({ member: MemberRef, mobiles: z.array(Mobile) });
export type ColleagueMobiles = z.output<typeof ColleagueMobiles>;

// Longer than any limit, so that what is merely too long gets the answer that names the limit.
const typed = z.string().max(2000);
/** A sealed number is some hundred characters. */
const mobileRef = z.string().min(1).max(1000);

/** A number that stays, or one that was typed. */
export const MobileEntry = z.union([z.object({ ref: mobileRef }), z.object({ number: typed })]);
export type MobileEntry = z.output<typeof MobileEntry>;

export const ProfileEdit = z
  .object({
    remark: typed,
    description: typed,
    company: typed,
    /** The whole list; what is left out is taken away. */
    mobiles: z.array(MobileEntry).max(50),
  })
  .partial()
  .refine((edit) => Object.keys(edit).length > 0);
export type ProfileEdit = z.output<typeof ProfileEdit>;

const ofCustomer = z.object({ customerId: z.coerce.number().int().positive() });
const fields = z.array(ProfileFieldName).min(1).max(4);
const CurrentProfile = z.object({ profile: Profile });

export const getProfile = defineRoute({
  method: 'GET',
  path: '/customers/:customerId/profile',
  summary: "The viewer's own notes on a customer, with what is still on its way",
  params: ofCustomer,
  response: CurrentProfile,
  errors: ['customer.not_found'],
});

export const changeProfile = defineRoute({
  method: 'PATCH',
  path: '/customers/:customerId/profile',
  summary: 'Change remark, description, company or phones; the platform follows in the background',
  params: ofCustomer,
  body: ProfileEdit,
  response: CurrentProfile,
  errors: [
    'customer.not_found',
    'profile.no_relation',
    'profile.remark_too_long',
    'profile.description_too_long',
    'profile.company_too_long',
    'profile.company_fixed',
    'profile.too_many_mobiles',
    'profile.mobile_malformed',
    'profile.mobile_unknown',
  ],
});

export const retryProfile = defineRoute({
  method: 'POST',
  path: '/customers/:customerId/profile/retry',
  summary: 'Send failed changes again',
  params: ofCustomer,
  body: z.object({ fields }),
  response: CurrentProfile,
  errors: ['customer.not_found', 'profile.no_relation', 'profile.no_change'],
});

export const undoProfile = defineRoute({
  method: 'POST',
  path: '/customers/:customerId/profile/undo',
  summary: 'Give up failed changes',
  params: ofCustomer,
  body: z.object({ fields }),
  response: CurrentProfile,
  errors: ['customer.not_found', 'profile.no_change'],
});

export const revealMobile = defineRoute({
  method: 'POST',
  path: '/customers/:customerId/mobiles/reveal',
  summary: 'Read one full phone number; every reading is audited',
  params: ofCustomer,
  body: z.object({ ref: mobileRef }),
  response: z.object({ number: z.string() }),
  errors: ['customer.not_found', 'profile.mobile_unknown'],
});
