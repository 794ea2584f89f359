import type { IdConversion } from '@guanxi/shared/id-conversion';
import type { CallOptions } from '../../wecom/index.ts';
import type { Installation } from '../corps/installation.ts';
import type { Provider } from '../suites/suite.ts';
import { unlessRefused } from './refusals.ts';

/** Whether two installations are of one company, and what shows it. */
export type SameCompany =
  | { readonly kind: 'same'; readonly proof: IdConversion['proof'] }
  | { readonly kind: 'other' }
  /** Nobody may say: neither the provider nor the former app was answered. */
  | { readonly kind: 'unclear' };

/** Members asked for at most; one that both apps see is proof enough. */
const membersAsked = 100;

/**
 * Whether a self-built app is one of the company that made another installation. What somebody claims is never
 * enough: either the platform tells the provider's id of the former corpid, or it tells the former app who a member
 * of the installation is, which it does inside one company only.
 */
export async function proveSameCompany(
  ctx: { readonly provider: Provider | null },
  former: Installation,
  installation: Installation,
  options: CallOptions,
): Promise<SameCompany> {
  if (former.wecomCorpId === installation.wecomCorpId) {
    return { kind: 'same', proof: 'corpid' };
  }
  const openCorpId = await unlessRefused(
    async () => (await ctx.provider?.client.getOpenCorpId(former.wecomCorpId, options)) ?? null,
  );
  if (openCorpId !== null) {
    return openCorpId === installation.wecomCorpId ? { kind: 'same', proof: 'corpid' } : { kind: 'other' };
  }
  const isShared = await unlessRefused(() => haveSharedMember(former, installation, options));
  if (isShared === null) {
    return { kind: 'unclear' };
  }
  return isShared ? { kind: 'same', proof: 'members' } : { kind: 'unclear' };
}

async function haveSharedMember(
  former: Installation,
  installation: Installation,
  options: CallOptions,
): Promise<boolean> {
  const listed = await installation.client.listFollowUsers(options);
  const openUserIds = [...new Set([...installation.admins, ...listed])].slice(0, membersAsked);
  if (openUserIds.length === 0) {
    return false;
  }
  const sourceAgentId = String(installation.agentId);
  const told = await former.client.fromOpenUserIds({ openUserIds, sourceAgentId }, options);
  return told.converted.size > 0;
}
