import type { Db } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { type CorpClient, type ExternalContactDetail, WecomError } from '../../wecom/index.ts';
import type { ArrivalContext } from '../contact-ways/tag-arrivals.ts';
import { addUnknownMembers, type NewMember, readUnknownMembers } from '../members/ensure-members.ts';
import { type ApplyResult, applyContacts } from './apply-contacts.ts';
import type { ContactsReading, RelationUpdate } from './reading.ts';
import type { RelationFact } from './relation-rules.ts';

/** "Not an external contact": nobody in range follows this person. */
const notExternalContact = 84061;
/** An id of another subject, or without any visible follower. */
const invalidExternalUserId = 40096;

/** What callbacks told of one relation. */
export interface ContactFacts {
  readonly userId: string;
  readonly facts: readonly RelationFact[];
  readonly channel: string | null;
}

/** Reads one customer from the platform; null when the platform shows it to nobody in range. */
export async function readContact(
  client: CorpClient,
  externalUserId: string,
): Promise<ExternalContactDetail | null> {
  try {
    return await client.getExternalContact(externalUserId);
  } catch (error) {
    if (error instanceof WecomError && [notExternalContact, invalidExternalUserId].includes(error.errcode)) {
      return null;
    }
    throw error;
  }
}

/** A reading of one customer, ready to be applied. */
export interface PreparedContact {
  readonly corpId: number;
  readonly keyring: Keyring;
  readonly arrivals: ArrivalContext;
  readonly seesMobiles: boolean;
  /** Members it names that were not known here. */
  readonly unknownMembers: readonly NewMember[];
  readonly reading: ContactsReading;
}

/**
 * Prepares what brings one customer in line with a reading: all relations the platform
 * lists, and the ones callbacks told of.
 */
export async function prepareContact(
  ctx: { keyring: Keyring; read: Db } & ArrivalContext,
  installation: { corpId: number; client: CorpClient; admins: ReadonlySet<string> },
  reading: {
    externalUserId: string;
    detail: ExternalContactDetail | null;
    readAt: Date;
    told: readonly ContactFacts[];
  },
): Promise<PreparedContact> {
  const { corpId } = installation;
  // Without a licence a member is not listed either: absence alone ends nothing there.
  const { needsLicence, seesMobiles } = installation.client.access.capabilities;
  const updates = relationUpdates(reading).filter(
    (update) => update.follow !== null || update.facts.length > 0 || !needsLicence,
  );
  const unknownMembers = await readUnknownMembers(ctx.read, installation.client, {
    corpId,
    userIds: updates.map((update) => update.userId),
    admins: installation.admins,
    now: ctx.now(),
  });
  const contacts = reading.detail === null ? [] : [reading.detail.contact];
  return {
    ...{ corpId, keyring: ctx.keyring, arrivals: ctx, seesMobiles, unknownMembers },
    reading: { contacts, updates, readAt: reading.readAt, runId: null },
  };
}

/** Applies prepared readings of one company, in their order. */
export async function applyPrepared(db: Db, prepared: readonly PreparedContact[]): Promise<ApplyResult> {
  const [first] = prepared;
  if (first === undefined) {
    return { unsettled: [], tally: null };
  }
  const { corpId, keyring, arrivals, seesMobiles } = first;
  const readings = prepared.map(({ reading }) => reading);
  const memberIds = await addUnknownMembers(
    db,
    corpId,
    prepared.flatMap(({ unknownMembers }) => unknownMembers),
    [...new Set(readings.flatMap(({ updates }) => updates.map(({ userId }) => userId)))],
  );
  return applyContacts(db, { corpId, keyring, arrivals, memberIds, seesMobiles }, readings);
}

function relationUpdates(reading: {
  externalUserId: string;
  detail: ExternalContactDetail | null;
  told: readonly ContactFacts[];
}): RelationUpdate[] {
  const told = new Map(reading.told.map((facts) => [facts.userId, facts]));
  const listed = new Map((reading.detail?.followers ?? []).map((follow) => [follow.userId, follow]));
  return [...new Set([...listed.keys(), ...told.keys()])].map((userId) => ({
    externalUserId: reading.externalUserId,
    userId,
    follow: listed.get(userId) ?? null,
    facts: told.get(userId)?.facts ?? [],
    eventChannel: told.get(userId)?.channel ?? null,
  }));
}
