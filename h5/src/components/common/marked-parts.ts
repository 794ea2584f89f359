import type { MatchRange } from '@guanxi/shared/customer-search';

/** A piece of a text, and whether it was found. */
export interface MarkedPart {
  readonly text: string;
  readonly isMarked: boolean;
}

/** A text cut at the ranges that were found; ranges are in order and do not overlap. */
export function markedParts(text: string, ranges: readonly MatchRange[]): MarkedPart[] {
  const parts: MarkedPart[] = [];
  let at = 0;
  for (const { start, end } of ranges) {
    parts.push({ text: text.slice(at, start), isMarked: false });
    parts.push({ text: text.slice(start, end), isMarked: true });
    at = end;
  }
  parts.push({ text: text.slice(at), isMarked: false });
  return parts.filter((part) => part.text !== '');
}
