import { WayChange, WayState } from '@guanxi/shared/contact-ways';
import type { GroupWelcome } from '@guanxi/shared/group-welcomes';
import { WelcomeContent } from '@guanxi/shared/welcome';
import type { GroupWelcomeRow } from './table.ts';

/** Welcome material as an admin gets it. */
export function presentGroupWelcome(row: GroupWelcomeRow): GroupWelcome {
  const change = WayChange.safeParse(row.wanted);
  return {
    id: row.id,
    content: WelcomeContent.parse(row.content),
    state: WayState.parse(row.state),
    change: change.success ? change.data : null,
    failure: row.state === 'failed' ? { errcode: row.errcode, message: row.failure ?? '' } : null,
    updatedAt: row.updatedAt.toISOString(),
  };
}
