import {
  type WelcomeContent,
  WelcomeContent as WelcomeContentSchema,
  type WelcomeSource,
} from '@guanxi/shared/welcome';
import type { Db } from '../../db/data-source.ts';
import { findOwnWayId } from '../contact-ways/find-ways.ts';
import { findMemberPlace } from '../members/member-place.ts';
import { welcomeRepo } from './repository.ts';
import { departmentsNearestFirst, pickWelcome } from './rules.ts';

/** The message an arrival is answered with. */
export interface ChosenWelcome {
  readonly source: WelcomeSource;
  /** The way of ours the customer came by; null when there is none. */
  readonly wayId: number | null;
  readonly content: WelcomeContent;
}

/**
 * The message for a customer who just came to a member; null when none is set. Reads our own tables only: the
 * code that sends it is dying.
 *
 * @param channel - the mark the callback carries
 */
export async function chooseWelcome(
  db: Db,
  corpId: number,
  arrival: { userId: string; channel: string | undefined },
): Promise<ChosenWelcome | null> {
  const [wayId, place] = await Promise.all([
    findOwnWayId(db, corpId, arrival.channel),
    findMemberPlace(db, corpId, arrival.userId),
  ]);
  const departmentIds = departmentsNearestFirst(place.departmentIds, place.tree);
  const rows = await welcomeRepo(db, corpId).findCandidates({
    wayId: wayId ?? 0,
    memberId: place.memberId ?? 0,
    departmentIds,
  });
  const first = (scope: string) => rows.find((row) => row.scope === scope) ?? null;
  const departments = rows.filter((row) => row.scope === 'department');
  const picked = pickWelcome(
    {
      way: first('way'),
      member: first('member'),
      departments: new Map(departments.map((row) => [row.targetId, row])),
      corp: first('corp'),
    },
    departmentIds,
  );
  return (
    picked && { source: picked.source, wayId, content: WelcomeContentSchema.parse(picked.message.content) }
  );
}
