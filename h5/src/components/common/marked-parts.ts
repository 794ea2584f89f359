import type { MatchRange } from '@guanxi/shared/customer-search';

/** A piece of a text, and whether it was found. */
export interface MarkedPart {
  readonly text: string;
  readonly isMarked: boolean;
}

/** A mark so far behind would be cut off in a narrow line; in Latin letters, of which a Chinese character is two. */
const shownBeforeMark = 24;
const keptBeforeMark = 4;

/**
 * A text cut at the ranges that were found; ranges are in order and do not overlap. Of a long text the beginning is
 * left out when nothing was found in it.
 */
export function markedParts(text: string, ranges: readonly MatchRange[]): MarkedPart[] {
  const parts: MarkedPart[] = [];
  const first = ranges[0]?.start ?? 0;
  let at = 0;
  if (widthOf(text.slice(0, first)) > shownBeforeMark) {
    parts.push({ text: '…', isMarked: false });
    at = wholeCharacterAt(text, first - keptBeforeMark);
  }
  for (const { start, end } of ranges) {
    parts.push({ text: text.slice(at, start), isMarked: false });
    parts.push({ text: text.slice(start, end), isMarked: true });
    at = end;
  }
  parts.push({ text: text.slice(at), isMarked: false });
  return parts.filter((part) => part.text !== '');
}

function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (character > '\u02ff' ? 2 : 1), 0);
}

/** Not between the two halves of a character. */
function wholeCharacterAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}
