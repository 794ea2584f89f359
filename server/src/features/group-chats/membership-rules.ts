import type { GroupLeaveReason } from '@guanxi/shared/group-chats';
import { MINUTE, SECOND } from '@guanxi/shared/time';

/** Somebody's newest stay in a chat. */
export interface Stay {
  readonly joinedAt: Date;
  /** Null while inside. */
  readonly leftAt: Date | null;
}

/** What a callback told of one person. */
export interface ToldMove {
  readonly kind: 'joined' | 'left';
  readonly at: Date;
  readonly reason?: GroupLeaveReason;
}

/** A coming or going as the history keeps it. A stay is named by its beginning. */
export interface Move {
  readonly kind: 'joined' | 'left';
  readonly at: Date;
  readonly joinedAt: Date;
  /** Only of leavings. */
  readonly reason: GroupLeaveReason;
  /** False for what only a reading shows. */
  readonly isTold: boolean;
}

/** Where one person stands after callbacks and a reading. */
export interface SettledPerson {
  readonly stay: Stay | null;
  readonly moves: readonly Move[];
  /** The reading is older than what is known, so that the chat should be read again. */
  readonly isOvertaken: boolean;
}

/** What the platform shows of a chat may lag behind its own callbacks by this much. */
export const chatLagMs = MINUTE;
/** A callback's second and the platform's `join_time` may differ by this much for one act. */
const sameActMs = 5 * SECOND;

/**
 * Where one person stands, whatever the order and number of the callbacks. The callbacks tell the moves,
 * the reading decides who is inside; where both cannot be true and the callback is young, the reading is old.
 *
 * @param input.told - what callbacks told of this person, oldest first
 * @param input.reading - `listedSince` is the platform's `join_time`, null for somebody the reading does not show;
 * null as a whole when the members could not be read
 */
export function settlePerson(input: {
  known: Stay | null;
  told: readonly ToldMove[];
  reading: { listedSince: Date | null; readAt: Date } | null;
}): SettledPerson {
  const { known, reading } = input;
  const exactTimes = [reading?.listedSince, known?.joinedAt].filter((at): at is Date => at != null);
  const moves: Move[] = [];
  let stay = known;
  for (const move of input.told) {
    stay =
      move.kind === 'joined' ? afterJoining(stay, move, exactTimes, moves) : afterLeaving(stay, move, moves);
  }
  if (reading === null) {
    return { stay, moves, isOvertaken: false };
  }
  return reading.listedSince === null
    ? settleAbsent(stay, reading.readAt, moves)
    : settlePresent(stay, reading.listedSince, reading.readAt, moves);
}

function afterJoining(stay: Stay | null, move: ToldMove, exactTimes: readonly Date[], moves: Move[]): Stay {
  const exact = exactTimes.find((at) => isSameAct(at, move.at));
  const joinedAt = exact ?? move.at;
  moves.push(joined(joinedAt, true));
  const isNewer = stay === null || joinedAt > stay.joinedAt;
  const isBack = stay?.leftAt == null || joinedAt >= stay.leftAt;
  return stay === null || (isNewer && isBack) ? { joinedAt, leftAt: null } : stay;
}

function afterLeaving(stay: Stay | null, move: ToldMove, moves: Move[]): Stay {
  const isOfThisStay = stay !== null && move.at >= stay.joinedAt;
  const joinedAt = isOfThisStay ? stay.joinedAt : move.at;
  moves.push(left(joinedAt, move.at, move.reason ?? 'unknown', true));
  if (stay === null || isOfThisStay) {
    return { joinedAt, leftAt: move.at };
  }
  return stay;
}

function settlePresent(stay: Stay | null, listedSince: Date, readAt: Date, moves: Move[]): SettledPerson {
  const inside: Stay = { joinedAt: listedSince, leftAt: null };
  if (stay === null) {
    return { stay: inside, moves: [...moves, joined(listedSince, false)], isOvertaken: false };
  }
  if (stay.leftAt !== null) {
    if (listedSince >= stay.leftAt) {
      return { stay: inside, moves: [...moves, joined(listedSince, false)], isOvertaken: false };
    }
    // Shown although gone: an old reading while it may be one, otherwise the truth.
    return isRecent(stay.leftAt, readAt)
      ? { stay, moves, isOvertaken: true }
      : { stay: inside, moves, isOvertaken: false };
  }
  if (isSameAct(listedSince, stay.joinedAt)) {
    return { stay: inside, moves, isOvertaken: false };
  }
  if (listedSince > stay.joinedAt) {
    const wentUnseen = left(stay.joinedAt, listedSince, 'unknown', false);
    return { stay: inside, moves: [...moves, wentUnseen, joined(listedSince, false)], isOvertaken: false };
  }
  return isRecent(stay.joinedAt, readAt)
    ? { stay, moves, isOvertaken: true }
    : { stay: inside, moves, isOvertaken: false };
}

function settleAbsent(stay: Stay | null, readAt: Date, moves: Move[]): SettledPerson {
  if (stay === null || stay.leftAt !== null) {
    return { stay, moves, isOvertaken: false };
  }
  if (isRecent(stay.joinedAt, readAt)) {
    return { stay, moves, isOvertaken: true };
  }
  const wentUnseen = left(stay.joinedAt, readAt, 'unknown', false);
  return { stay: { ...stay, leftAt: readAt }, moves: [...moves, wentUnseen], isOvertaken: false };
}

function isSameAct(a: Date, b: Date): boolean {
  return Math.abs(a.getTime() - b.getTime()) <= sameActMs;
}

function isRecent(at: Date, readAt: Date): boolean {
  return readAt.getTime() - at.getTime() < chatLagMs;
}

function joined(at: Date, isTold: boolean): Move {
  return { kind: 'joined', at, joinedAt: at, reason: 'unknown', isTold };
}

function left(joinedAt: Date, at: Date, reason: GroupLeaveReason, isTold: boolean): Move {
  return { kind: 'left', at, joinedAt, reason, isTold };
}
