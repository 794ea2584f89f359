import { fewestDigitsOfTail } from './query-rules.ts';

/** Lengths of the tails a number is indexed by. A length between is found by the shorter one and then compared. */
const tailLengths = [fewestDigitsOfTail, 8] as const;

/** The tails a number is indexed by. */
export function tailsOf(number: string): string[] {
  const digits = number.replaceAll(/\D/g, '');
  return tailLengths.filter((length) => digits.length >= length).map((length) => digits.slice(-length));
}

/** The tail to look for when these digits were typed; at least four of them. */
export function lookupTail(typed: string): string {
  const length = tailLengths.findLast((candidate) => typed.length >= candidate) ?? fewestDigitsOfTail;
  return typed.slice(-length);
}

/** Whether a number ends with what was typed; a country code before a whole number may be typed or left out. */
export function endsWithDigits(number: string, typed: string): boolean {
  const digits = number.replaceAll(/\D/g, '');
  return digits.endsWith(typed) || (digits.length >= 8 && typed.endsWith(digits));
}
