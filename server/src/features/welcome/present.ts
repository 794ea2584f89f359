import {
  WelcomeContent,
  type WelcomeCounts,
  type WelcomeMessage,
  WelcomeOutcome,
  WelcomeReason,
  WelcomeScope,
} from '@guanxi/shared/welcome';
import type { WelcomeCountRow } from './repository.ts';
import type { WelcomeMessageRow } from './table.ts';

/** A message as an admin gets it. */
export function presentMessage(
  row: WelcomeMessageRow,
  names: { member: string; department: string },
): WelcomeMessage {
  const scope = WelcomeScope.parse(row.scope);
  return {
    id: row.id,
    scope,
    target: scope === 'corp' ? null : { id: row.targetId, name: names[scope] },
    content: WelcomeContent.parse(row.content),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** How many welcomes ended how; those still under way count as nothing. */
export function presentCounts(rows: readonly WelcomeCountRow[]): WelcomeCounts {
  const of = (state: string) =>
    rows.filter((row) => row.state === state).reduce((sum, row) => sum + row.count, 0);
  return { sent: of('sent'), notSent: of('not_sent'), unclear: of('unclear') };
}

/** Why welcomes were not sent, are unclear, or went out incomplete; the commonest reason first. */
export function presentReasons(rows: readonly WelcomeCountRow[]) {
  return rows.flatMap((row) => {
    const outcome = WelcomeOutcome.safeParse(row.state);
    const reason = WelcomeReason.safeParse(row.reason);
    return outcome.success && reason.success
      ? [{ outcome: outcome.data, reason: reason.data, errcode: row.errcode, count: row.count }]
      : [];
  });
}
