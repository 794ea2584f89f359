import type { FollowRelation } from '@guanxi/shared/customers';
import { memberWord } from '../common/member-word.ts';

type Translate = (key: string, values?: Record<string, unknown>) => string;

const known = new Set([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 21, 22, 24, 201, 202,
]);

/** The words for the platform's `add_way`; new numbers are only another way. */
export function wayWords(t: Translate, addWay: number): string {
  return t(known.has(addWay) ? `way.w${addWay}` : 'way.other');
}

/** Scanning a QR code with a channel mark. */
const isChannelScan = (addWay: number, channel: string | null) => addWay === 1 && channel !== null;

/** How and when the customer came, in one line. */
export function cameWords(t: Translate, relation: FollowRelation, date: string): string {
  const { addWay, channel, status } = relation;
  const way = wayWords(t, addWay);
  if (isChannelScan(addWay, channel)) return t('card.cameScan', { date, channel });
  if (channel !== null) return t('card.cameChannel', { date, way, channel });
  return t(status === 'half' ? 'card.cameHalf' : 'card.came', { date, way });
}

interface AddedEntry {
  addWay: number;
  channel: string | null;
  isReturn: boolean;
}

/** The verb of an `added` entry of the timeline. */
export function addedWords(t: Translate, entry: AddedEntry, member: string): string {
  const way = wayWords(t, entry.addWay);
  if (entry.isReturn) return t('timeline.addedAgain', { way, member });
  return isChannelScan(entry.addWay, entry.channel)
    ? t('timeline.addedScan', { channel: entry.channel, member })
    : t('timeline.added', { way, member });
}

/** Who made the first step, where that is known. */
export function stepWords(t: Translate, { addedBy }: FollowRelation): string | null {
  if (addedBy.kind === 'customer') return t('card.byCustomer');
  if (addedBy.kind === 'unknown') return null;
  return t('card.byMember', { name: memberWord(addedBy) || t('app.someone') });
}
