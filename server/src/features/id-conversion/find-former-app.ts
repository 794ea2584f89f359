import type { FormerAppFinding } from '@guanxi/shared/id-conversion';
import { z } from 'zod';
import type { Database } from '../../db/data-source.ts';
import { defineJob } from '../../queue/job.ts';
import type { CallOptions } from '../../wecom/index.ts';
import { type Installation, type Installations, selfBuiltKey } from '../corps/installation.ts';
import type { Provider } from '../suites/suite.ts';
import { findFormerAppKind } from './id-conversion-kinds.ts';
import { proveSameCompany } from './prove-same-company.ts';
import { idConversionRepo } from './repository.ts';
import { type TellFoundContext, tellAdminsOfFormerApp } from './tell-admins.ts';

/** What looking needs of the server. */
export interface FindFormerAppContext {
  readonly database: Database;
  readonly installations: Installations;
  readonly provider: Provider | null;
  readonly now: () => Date;
}

/**
 * The self-built apps whose history could belong to an installation of a provider's app. Where members installed for
 * themselves (成员授权) nobody speaks for the company, so that nobody could agree.
 */
export function possibleFormerApps(installations: Installations, corpId: number): Installation[] {
  const all = installations.all();
  const own = all.find((one) => one.corpId === corpId);
  return own === undefined || own.appKey === selfBuiltKey || own.isByMembers
    ? []
    : all.filter((one) => one.appKey === selfBuiltKey);
}

/**
 * Looks whether a company that installed a provider's app had a self-built app here before, after it was installed
 * and every night until one is found; and tells the admins who have to agree.
 */
export const findFormerAppJob = defineJob<FindFormerAppContext & TellFoundContext, object>({
  ...findFormerAppKind,
  payload: z.object({}),
  maxAttempts: 5,
  async run(ctx, _payload, job) {
    await lookForFormerApp(ctx, job.corpId, { priority: 'sync', signal: job.signal });
    await tellAdminsOfFormerApp(ctx, job.corpId);
    return undefined;
  },
});

/** Looks now, and notes what is found; an administrator has to agree before anything is moved. */
export async function lookForFormerApp(
  ctx: FindFormerAppContext,
  corpId: number,
  options: CallOptions,
): Promise<FormerAppFinding> {
  if ((await idConversionRepo(ctx.database.read, corpId).find()) !== null) {
    return 'found';
  }
  const candidates = possibleFormerApps(ctx.installations, corpId);
  let finding: FormerAppFinding = 'none';
  for (const former of candidates) {
    const installation = ctx.installations.of(corpId);
    const verdict = await proveSameCompany(ctx, former, installation, options);
    if (verdict.kind === 'same') {
      const found = { fromCorpId: former.corpId, proof: verdict.proof, foundAt: ctx.now() };
      await ctx.database.transaction((db) => idConversionRepo(db, corpId).note(found));
      return 'found';
    }
    finding = verdict.kind === 'unclear' ? 'unclear' : finding;
  }
  return finding;
}
