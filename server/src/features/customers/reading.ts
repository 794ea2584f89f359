import type { ExternalContact, FollowInfo } from '../../wecom/index.ts';
import type { ProfileValues } from './profile-rules.ts';
import type { RelationFact } from './relation-rules.ts';
import type { CustomerRow, FollowRelationRow } from './table.ts';

/** One relation to be brought in line: what the platform showed, and what callbacks told. */
export interface RelationUpdate {
  readonly externalUserId: string;
  readonly userId: string;
  /** Null when the platform does not list the member among the customer's followers. */
  readonly follow: FollowInfo | null;
  readonly facts: readonly RelationFact[];
  /** The channel mark of the callback; it may tell more than the reading. */
  readonly eventChannel: string | null;
}

/** What was read, and when. */
export interface ContactsReading {
  readonly contacts: readonly ExternalContact[];
  readonly updates: readonly RelationUpdate[];
  readonly readAt: Date;
  /** The full sync it belongs to; null for a single reading. */
  readonly runId: number | null;
}

/** A profile before and after a reading; there is nothing before of a relation that is new here. */
export interface ProfileReading {
  readonly before: ProfileValues | null;
  readonly after: ProfileValues;
}

/** A relation before and after an update. */
export interface RelationChange {
  readonly relationId: number;
  readonly customer: CustomerRow;
  readonly memberId: number;
  /** Null when the relation is new here. */
  readonly known: FollowRelationRow | null;
  readonly row: Omit<FollowRelationRow, 'id' | 'corpId'>;
  readonly update: RelationUpdate;
  /** Null without a reading. */
  readonly profile: ProfileReading | null;
  readonly readAt: Date;
}
