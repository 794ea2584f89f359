import { z } from 'zod';
import { defineRoute } from './contract.ts';

/** One JS-SDK signature as `ww.register` wants it. */
export const JsSignature = z.object({
  timestamp: z.number().int(),
  nonceStr: z.string(),
  signature: z.string(),
});
export type JsSignature = z.output<typeof JsSignature>;

/** Both signatures of one page URL: corp identity and app identity. */
export const JsSignatures = z.object({
  /** The URL that was signed: without the fragment. */
  url: z.string(),
  corp: JsSignature,
  agent: JsSignature,
});
export type JsSignatures = z.output<typeof JsSignatures>;

export const getJsSignatures = defineRoute({
  method: 'GET',
  path: '/jssdk/signatures',
  summary: 'JS-SDK signatures for a page of this site',
  withoutLicence: 'a signature says nothing of customers',
  query: z.object({
    url: z.url().max(2000),
    /** The client refused the last signature: its ticket may have become void before its time. */
    renew: z.stringbool().optional(),
  }),
  response: JsSignatures,
  errors: ['request.invalid', 'wecom.unavailable', 'wecom.rejected', 'wecom.limited', 'wecom.misconfigured'],
});
