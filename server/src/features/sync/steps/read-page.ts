import { WecomError } from '../../../wecom/index.ts';
import type { Installation } from '../../corps/installation.ts';
import { isLicenceRefusal } from '../../licences/licence-refusals.ts';
import { isOutOfSight } from '../../members/out-of-sight.ts';
import type { ReadingGroup } from '../table.ts';
import { unknownCursor } from './sync-context.ts';

/** The most the platform takes in one batch call, members and rows alike. */
export const batchSize = 100;

/** What a page tells, and whose customers it leaves out for want of a licence. */
export interface CustomerPage {
  readonly kind: 'page';
  readonly entries: Awaited<ReturnType<Installation['client']['batchGetByUser']>>['entries'];
  readonly nextCursor: string | null;
  readonly unlicensedUserIds: readonly string[];
}

/** "No follow relation": what some answer when nobody of a group has customers. Who has some here is not believed. */
export const noFollowRelation = 84_061;

/** The platform refused the whole group because of somebody in it. */
export interface GroupRefused {
  readonly kind: 'refused';
  readonly errcode: number;
}

/** The next page of a group; nothing of members who all have no licence. */
export async function readPage(
  installation: Installation,
  group: ReadingGroup,
): Promise<CustomerPage | GroupRefused> {
  try {
    return { kind: 'page', ...(await readKnownPage(installation, group)) };
  } catch (error) {
    if (isLicenceRefusal(error)) {
      return { kind: 'page', entries: [], nextCursor: null, unlicensedUserIds: group.userIds };
    }
    if (isOutOfSight(error)) {
      return { kind: 'refused', errcode: error.errcode };
    }
    throw error;
  }
}

/** One page; a cursor the platform no longer knows begins the group again, which repeats pages harmlessly. */
async function readKnownPage(installation: Installation, { userIds, cursor }: ReadingGroup) {
  try {
    return await installation.client.batchGetByUser({ userIds, cursor, limit: batchSize });
  } catch (error) {
    if (cursor !== null && error instanceof WecomError && error.errcode === unknownCursor) {
      return installation.client.batchGetByUser({ userIds, cursor: null, limit: batchSize });
    }
    throw error;
  }
}
