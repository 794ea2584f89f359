import { plainText, splitText } from './text-rules.ts';

/** One word that was typed. A customer is found by all of them. */
export interface QueryWord {
  /** As the index spells it. */
  readonly text: string;
  /** Digits enough to be the tail of a phone. */
  readonly isTail: boolean;
}

/** Stands before a text of signs alone, so that it cannot look like any other term. */
export const signMark = '!';
export const fewestDigitsOfTail = 4;
const mostDigitsOfPhone = 15;

/**
 * What was typed, word by word. A phone with blanks and dashes is one word; signs and emoji between words say
 * nothing, unless there is nothing else.
 */
export function queryWords(typed: string): QueryWord[] {
  const plain = plainText(typed).trim();
  const digits = plain.replaceAll(/\D/g, '');
  if (/^[\d\s()+\-–.]+$/.test(plain) && digits.length >= 7 && digits.length <= mostDigitsOfPhone) {
    return [{ text: digits, isTail: true }];
  }
  const words = plain.split(/\s+/).flatMap((piece) => {
    const { words: units, numbers } = splitText(piece);
    return [
      ...units.map((word) => word.map((unit) => unit.text).join('')),
      ...numbers.map((number) => number.digits),
    ];
  });
  if (words.length === 0) {
    return plain === '' ? [] : [{ text: signMark + plain.replaceAll(/\s/g, ''), isTail: false }];
  }
  return [...new Set(words)].map((text) => ({
    text,
    isTail: /^\d+$/.test(text) && text.length >= fewestDigitsOfTail,
  }));
}
