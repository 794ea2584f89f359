import type { CustomerCard } from '@guanxi/shared/customers';
import { MINUTE, SECOND } from '@guanxi/shared/time';
import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import type { Logger } from '../../log.ts';
import type { Queue } from '../../queue/queue.ts';
import { isPlatformError } from '../../wecom/index.ts';
import type { WayNames } from '../contact-ways/way-names.ts';
import type { Installations } from '../corps/installation.ts';
import { readNewestFollowUps } from '../follow-ups/find-follow-ups.ts';
import { isLicenceRefusal } from '../licences/licence-refusals.ts';
import type { MemberNames } from '../members/member-names.ts';
import { refusalToEdit } from '../profile/policy.ts';
import { presentProfile, readSeenProfile } from '../profile/read-profile.ts';
import { shownProfile } from '../profile/rules.ts';
import { readRelationTags } from '../tags/read-tags.ts';
import { listTimelinePage } from '../timeline/list-timeline.ts';
import { presentColleagueMobiles } from './colleague-mobiles.ts';
import { presentCustomer } from './present.ts';
import { presentRelations } from './present-relations.ts';
import { applyPrepared, prepareContact, readContact } from './read-contact.ts';
import { profileOfRow } from './relation-profile.ts';
import { isOpenForChanges } from './relation-rules.ts';
import { customersRepo } from './repository.ts';
import { requireFollowersLicence } from './require-customer.ts';
import { isInScope, type ScopeOf } from './scope.ts';
import type { CustomerRow, FollowRelationRow } from './table.ts';

/** What the card needs of the server. */
export interface CardContext {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly queue: Queue;
  readonly installations: Installations;
  readonly memberNames: MemberNames;
  readonly wayNames: WayNames;
  readonly scopeOf: ScopeOf;
  readonly now: () => Date;
  readonly log: Pick<Logger, 'warn'>;
}

/** A customer read longer ago than this is read again when somebody looks. */
const freshForMs = 15 * MINUTE;
/** The same for somebody who is not known to have a relation. */
const strangerFreshForMs = 10 * SECOND;
/** How long a look waits for the platform when there is something to show without it. */
const refreshDeadlineMs = 1.5 * SECOND;
/** How long it waits when there is nothing. */
const firstReadDeadlineMs = 4 * SECOND;
const timelinePageSize = 20;

/**
 * The sidebar's first view in one answer. A customer not known here yet is read from the platform
 * at once; one that is known is shown even when the platform cannot be asked.
 *
 * @throws AppError `customer.no_relation` when the platform shows nobody of that id, or the actor never
 * had a relation and sees nobody's who has; `wecom.licence_missing` when the platform shows nothing for want of a
 * licence
 */
export async function getCustomerCard(
  ctx: CardContext,
  actor: Actor,
  externalUserId: string,
): Promise<CustomerCard> {
  const repo = customersRepo(ctx.database.read, actor.corpId);
  let known = await repo.findWithRelations(externalUserId);
  let isStale = false;
  if (known === null) {
    await refresh(ctx, actor, externalUserId, firstReadDeadlineMs);
    known = await repo.findWithRelations(externalUserId);
  } else if (ctx.now().getTime() - known.customer.syncedAt.getTime() > freshForMs) {
    isStale = !(await tryRefresh(ctx, actor, externalUserId));
    known = await repo.findWithRelations(externalUserId);
  }
  if (known === null) {
    throw new AppError('customer.no_relation');
  }
  return (await assemble(ctx, actor, known, isStale)) ?? (await assembleAfterReading(ctx, actor, known));
}

/** A customer as the tables have them. */
interface KnownCustomer {
  readonly customer: CustomerRow;
  readonly relations: readonly FollowRelationRow[];
}

/** Who opens the chat may have become a contact a moment ago, with the callback still on its way. */
async function assembleAfterReading(
  ctx: CardContext,
  actor: Actor,
  { customer: { externalUserId, syncedAt } }: KnownCustomer,
): Promise<CustomerCard> {
  if (ctx.now().getTime() - syncedAt.getTime() > strangerFreshForMs) {
    await refresh(ctx, actor, externalUserId, firstReadDeadlineMs);
    const known = await customersRepo(ctx.database.read, actor.corpId).findWithRelations(externalUserId);
    const card = known === null ? null : await assemble(ctx, actor, known, false);
    if (card !== null) {
      return card;
    }
  }
  throw new AppError(actor.isUnlicensed ? 'wecom.licence_missing' : 'customer.no_relation');
}

/**
 * Null when the customer is outside the actor's scope. What was read before a licence ended, or for a colleague who
 * has one, is no more shown to a follower without one than the platform shows it to them.
 *
 * @throws AppError `wecom.licence_missing`
 */
async function assemble(
  ctx: CardContext,
  actor: Actor,
  { customer, relations }: KnownCustomer,
  isStale: boolean,
): Promise<CustomerCard | null> {
  const scope = await ctx.scopeOf(actor);
  const followedBy = relations.map((row) => row.memberId);
  if (!isInScope(scope, followedBy)) {
    return null;
  }
  requireFollowersLicence(actor, relations);
  const mine = relations.find((row) => row.memberId === actor.memberId) ?? null;
  const followUpsRead = readNewestFollowUps(ctx, actor, customer.id, timelinePageSize);
  // All at once, and no more than these: each statement is a way to the database and back.
  const [presented, tags, seen, { nextStep, draft }, timeline] = await Promise.all([
    presentRelations(ctx, actor, customer, relations),
    mine === null ? [] : readRelationTags(ctx, actor.corpId, mine),
    mine === null
      ? null
      : readSeenProfile(ctx, actor.corpId, { id: mine.id, profile: profileOfRow(mine, ctx.keyring) }),
    followUpsRead,
    listTimelinePage(
      ctx,
      actor,
      customer,
      { limit: timelinePageSize, followUpsOnly: false },
      followUpsRead.then(({ newest }) => newest),
    ),
  ]);
  return {
    customer: presentCustomer(customer, seen === null ? null : shownProfile(seen)),
    relation: presented.find((relation) => relation.isMine) ?? null,
    others: presented.filter((relation) => !relation.isMine),
    tags,
    profile: seen === null || mine === null ? null : presentProfile(ctx.keyring, mine.id, seen),
    colleagueMobiles: await presentColleagueMobiles(ctx, actor, { relations, scope }),
    nextStep,
    draft,
    timeline,
    syncedAt: customer.syncedAt.toISOString(),
    isStale,
    can: {
      writeFollowUp: true,
      editProfile: mine !== null && refusalToEdit(mine, actor.memberId) === null,
      changeTags:
        mine !== null &&
        isOpenForChanges(mine.status) &&
        ctx.installations.of(actor.corpId).client.access.capabilities.editsTags,
    },
  };
}

async function tryRefresh(ctx: CardContext, actor: Actor, externalUserId: string): Promise<boolean> {
  try {
    await refresh(ctx, actor, externalUserId, refreshDeadlineMs);
    return true;
  } catch (error) {
    // Without a licence nothing will be fresh again, so the reason is shown and not old data.
    if (!isPlatformError(error) || isLicenceRefusal(error)) {
      throw error;
    }
    ctx.log.warn({ err: error, corp: actor.corpId }, 'a customer could not be read again, shown as known');
    return false;
  }
}

async function refresh(
  ctx: CardContext,
  actor: Actor,
  externalUserId: string,
  deadlineMs: number,
): Promise<void> {
  const installed = ctx.installations.of(actor.corpId);
  const work = { priority: 'interactive', signal: AbortSignal.timeout(deadlineMs) } as const;
  const installation = { ...installed, client: installed.client.with(work) };
  const readAt = ctx.now();
  const detail = await readContact(installation.client, externalUserId);
  const prepared = await prepareContact({ ...ctx, read: ctx.database.read }, installation, {
    externalUserId,
    detail,
    readAt,
    told: [],
  });
  await ctx.database.transaction((db) => applyPrepared(db, [prepared]));
}
