import type { ButtonCard } from '../../wecom/index.ts';
import type { MessageTexts } from '../app-messages/message-texts.ts';

/** Taps on the card of a handover. */
export const cardKeys = { seen: 'seen', later: 'later' } as const;

/** Begins the task id of every such card, by which its taps find their way back. */
export const cardTaskPrefix = 'handover-';

/** What the buttons say after a tap; null for a button that is none of this card's. */
export function cardAnswer(key: string, { takeover }: MessageTexts): string | null {
  const answers: Readonly<Record<string, string>> = {
    [cardKeys.seen]: takeover.wasSeen,
    [cardKeys.later]: takeover.isLater,
  };
  return answers[key] ?? null;
}

/**
 * What a member is told who takes customers over.
 *
 * @param giverName - null where the install mode hides names
 * @param taskId - unique for each card of the app
 * @param texts - of the language they read
 */
export function takeoverCard(
  told: {
    giverName: string | null;
    customers: number;
    chats: number;
    kind: string;
    taskId: string;
    url: string;
  },
  texts: MessageTexts,
): ButtonCard {
  const { customers, chats, giverName: giver } = told;
  const { takeover } = texts;
  const of = { giver, customers, chats, canRefuse: told.kind === 'in_service' };
  const subtitle = takeover.subtitle(of);
  return {
    kind: 'button_card',
    source: { text: texts.source },
    title: takeover.title(of),
    ...(subtitle === '' ? {} : { subtitle }),
    target: { url: told.url },
    taskId: told.taskId,
    buttons: [
      { text: takeover.seen, style: 1, key: cardKeys.seen },
      { text: takeover.later, style: 2, key: cardKeys.later },
    ],
  };
}
