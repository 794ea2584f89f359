import { type SetupCheck, SetupCheckName, type SetupProblem } from '@guanxi/shared/installation';
import type { Database } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { findLastReceived } from '../../queue/inbox-events.ts';
import { WecomError, WecomHeldBack, WecomUnavailable, WecomWaitingForTicket } from '../../wecom/index.ts';
import type { Installation, Installations } from '../corps/installation.ts';
import { requireCorp } from '../corps/save-installation.ts';
import type { CorpRow } from '../corps/stored-corp.ts';
import { surveyLicences } from '../licences/survey-licences.ts';
import { surveyMembers } from '../members/survey-members.ts';
import type { ClientFactory } from '../suites/suite-installation.ts';
import { findLatestRun } from '../sync/start-sync.ts';
import { wantedPermissions } from './present.ts';
import { troubleOf } from './rules.ts';
import {
  type Finding,
  finds,
  judgeCallbacks,
  judgeClock,
  judgeLicences,
  judgePermissions,
  judgeRange,
  judgeSync,
  passes,
} from './setup-check-rules.ts';

/** What checking needs of the server. */
export interface SetupCheckContext {
  readonly database: Pick<Database, 'read'>;
  readonly installations: Installations;
  readonly clients: ClientFactory;
  readonly now: () => Date;
  readonly config: { readonly publicUrl: string };
}

/** Everything a check may look at. */
interface Checked {
  readonly ctx: SetupCheckContext;
  readonly installation: Installation;
  readonly row: CorpRow;
}

/** Every check there is; one that throws says what the refusal means, and null is nothing to check here. */
const checks: Readonly<Record<SetupCheckName, (checked: Checked) => Promise<Finding | null>>> = {
  // A token that is kept may be void by now, so a call is made with it.
  secret: async ({ installation }) => {
    await installation.client.listApiDomainIps();
    return passes();
  },
  app: async ({ installation }) => {
    const agent = await installation.client.getAgent();
    return agent.closed ? finds('fail', 'app_disabled') : passes();
  },
  permissions: async ({ installation, row }) => {
    if (row.mode === 'self-built') {
      await installation.client.listFollowUsers();
      return passes();
    }
    return judgePermissions(await installation.client.listPermissions(), wantedPermissions(row.mode));
  },
  range: async ({ ctx, installation }) => {
    const { present } = await surveyMembers(ctx.database.read, installation.corpId);
    return judgeRange(present.length, present.filter((member) => member.isFollowUser).length);
  },
  callbacks: async ({ ctx, installation }) =>
    judgeCallbacks(await findLastReceived(ctx.database.read, installation.corpId), ctx.now()),
  signatures: async ({ ctx, installation }) => {
    await installation.client.jsSignatures(`${ctx.config.publicUrl}/sidebar`);
    return passes();
  },
  clock: async ({ ctx, installation }) => {
    await installation.client.listApiDomainIps();
    return judgeClock(ctx.clients.transport.skewMs());
  },
  licences: async ({ ctx, installation, row }) => {
    const db = ctx.database.read;
    const now = ctx.now();
    const members = await surveyMembers(db, installation.corpId);
    const { need, lacking, expiring } = await surveyLicences(db, installation.corpId, members, row, now);
    const until = row.licenceStatus === 1 ? row.licenceCheckedFrom : row.licenceTrialUntil;
    const stand = { need, lacking: lacking.length, expiring: expiring.length, trialUntil: until };
    return judgeLicences(stand, now);
  },
  // Only where the secret of the system app was given.
  strategies: async ({ installation: { client } }) => {
    if (!client.access.capabilities.readsStrategyTags) {
      return null;
    }
    await client.listStrategyTags();
    return passes();
  },
  sync: async ({ ctx, installation }) =>
    judgeSync(await findLatestRun(ctx.database.read, installation.corpId)),
};

/** Checks now what the product needs of the platform, line by line. */
export async function runSetupChecks(
  ctx: SetupCheckContext,
  actor: Actor,
): Promise<{ checkedAt: string; checks: SetupCheck[] }> {
  const installation = ctx.installations.of(actor.corpId);
  const row = await requireCorp(ctx.database.read, actor.corpId);
  // An admin looks because something was mended; what was refused before does not count.
  ctx.installations.tryAgain(actor.corpId);
  const checked = { ctx, installation, row };
  const lines = await Promise.all(
    SetupCheckName.options.map(async (name) => {
      const finding = await checks[name](checked).catch((error: unknown) => refusalOf(name, error));
      return finding === null ? null : { name, ...finding };
    }),
  );
  return { checkedAt: ctx.now().toISOString(), checks: lines.filter((line) => line !== null) };
}

/** "Secret wrong", and "secret of another app". */
const secretCodes = new Set([40_001, 40_091]);
/** "API not granted". */
const permissionCodes = new Set([48_001, 48_002, 84_074]);

/** What a refusal means for an administrator. @throws anything that is not the platform's */
function refusalOf(name: SetupCheckName, error: unknown): Finding {
  if (error instanceof WecomWaitingForTicket) {
    return finds('fail', 'ticket_missing');
  }
  if (error instanceof WecomUnavailable) {
    return finds('fail', 'unreachable');
  }
  if (error instanceof WecomHeldBack) {
    return error.errcode === null
      ? finds('fail', 'unreachable')
      : finds('fail', problemOf(name, error.errcode), { errcode: error.errcode });
  }
  if (error instanceof WecomError) {
    const problem = problemOf(name, error.errcode);
    const isAddress = problem === 'address_refused' && error.callerAddress !== null;
    const names = isAddress ? [error.callerAddress] : [];
    return finds('fail', problem, { errcode: error.errcode, names });
  }
  throw error;
}

function problemOf(name: SetupCheckName, errcode: number): SetupProblem {
  const trouble = troubleOf(errcode);
  if (trouble === 'permission_withdrawn' || trouble === 'low_activity') {
    return 'low_activity';
  }
  if (
    trouble === 'access_ended' ||
    trouble === 'app_disabled' ||
    trouble === 'not_online' ||
    trouble === 'address_refused'
  ) {
    return trouble;
  }
  if (name === 'strategies' && (secretCodes.has(errcode) || permissionCodes.has(errcode))) {
    return 'contact_secret_refused';
  }
  if (secretCodes.has(errcode)) {
    return 'secret_wrong';
  }
  if (name === 'permissions' && permissionCodes.has(errcode)) {
    return 'customers_not_permitted';
  }
  return name === 'signatures' ? 'signature_refused' : 'refused';
}
