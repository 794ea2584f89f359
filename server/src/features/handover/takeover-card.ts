import type { ButtonCard } from '../../wecom/index.ts';

/** Taps on the card of a handover. */
export const cardKeys = { seen: 'seen', later: 'later' } as const;

/** Begins the task id of every such card, by which its taps find their way back. */
export const cardTaskPrefix = 'handover-';

/** What the buttons say after a tap. */
export const cardAnswers: Readonly<Record<string, string>> = {
  [cardKeys.seen]: '已知道',
  [cardKeys.later]: '稍后再提醒',
};

/** Longer names would push the number of customers off the card. */
const longestName = 16;

/**
 * What a member is told who takes customers over.
 *
 * @param giverName - null where the install mode hides names
 * @param taskId - unique for each card of the app
 */
export function takeoverCard(told: {
  giverName: string | null;
  customers: number;
  chats: number;
  kind: string;
  taskId: string;
  url: string;
}): ButtonCard {
  const { customers, chats, giverName } = told;
  const what = [customers > 0 ? `${customers} 位客户` : '', chats > 0 ? `${chats} 个客户群` : ''].filter(
    (part) => part !== '',
  );
  const who = giverName === null ? '有同事' : giverName.slice(0, longestName);
  const refusal = told.kind === 'in_service' ? '客户可以拒绝；' : '';
  return {
    kind: 'button_card',
    source: { text: '关系' },
    title: `${who}交给你 ${what.join('和 ')}`,
    subtitle: customers > 0 ? `${refusal}24 小时后自动成为你的客户，以前的跟进都看得到。` : undefined,
    target: { url: told.url },
    taskId: told.taskId,
    buttons: [
      { text: '知道了', style: 1, key: cardKeys.seen },
      { text: '稍后提醒', style: 2, key: cardKeys.later },
    ],
  };
}
