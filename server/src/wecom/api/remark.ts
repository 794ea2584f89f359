import type { CallOptions, CorpCall } from './call.ts';

export type RemarkRequest = {
  userId: string;
  externalUserId: string;
  /** At most 20 characters. */
  remark?: string | undefined;
  /** At most 150 characters. */
  description?: string | undefined;
  /** At most 20 characters; WeChat customers only. */
  remarkCompany?: string | undefined;
  /** Replaces the whole list; an empty list clears it. */
  remarkMobiles?: readonly string[] | undefined;
};

/**
 * Changes what a member noted about a customer; a field that is not given stays as it is.
 * @throws {WecomError} 84061 (`subjectGone`): the relation is over
 * @see https://developer.work.weixin.qq.com/document/path/92115
 */
export async function remark(call: CorpCall, request: RemarkRequest, options?: CallOptions): Promise<void> {
  const mobiles = request.remarkMobiles;
  const body = {
    userid: request.userId,
    external_userid: request.externalUserId,
    remark: request.remark,
    description: request.description,
    remark_company: request.remarkCompany,
    // The platform clears the list only when it is sent one empty text.
    remark_mobiles: mobiles?.length === 0 ? [''] : mobiles,
  };
  await call({ api: 'externalcontact/remark', method: 'POST', body }, options);
}
