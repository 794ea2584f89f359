import type { MemberRef } from '@guanxi/shared/member-ref';

/** Brackets around the id of a member whose name only the client may draw; no text of ours holds them. */
const open = '\uE000';
const close = '\uE001';
const hidden = new RegExp(`${open}([^${close}]*)${close}`);

/** The name of a member inside a text; where it is hidden, a mark that `NamedText` replaces. Empty when unknown. */
export function memberWord({ name, userId }: Pick<MemberRef, 'name' | 'userId'>): string {
  return name || (userId && `${open}${userId}${close}`);
}

/** A part of a text: words, or a member whose name is hidden. */
export type TextPart = { text: string; userId: null } | { text: null; userId: string };

/** A text cut at its hidden names. */
export function partsOf(text: string): TextPart[] {
  return text
    .split(hidden)
    .map(
      (piece, index): TextPart =>
        index % 2 === 0 ? { text: piece, userId: null } : { text: null, userId: piece },
    )
    .filter((part) => part.text !== '');
}

/** The text for where nothing can be drawn, such as a tooltip. */
export function plainText(text: string, someone: string): string {
  return partsOf(text)
    .map((part) => part.text ?? someone)
    .join('');
}
