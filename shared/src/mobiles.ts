const digitsOf = (number: string) => number.replace(/\D/g, '');

/** How many digits at the end may be shown: four of a whole number, two of a short one. */
function tailLength(digits: string): number {
  return digits.length >= 7 ? 4 : Math.min(2, Math.max(0, digits.length - 2));
}

/** The last digits of a number, as history may keep them. */
export function lastDigits(number: string): string {
  const digits = digitsOf(number);
  return digits.slice(digits.length - tailLength(digits));
}

/** A number as a page shows it: 138****5678. Of a short one only the end is shown. */
export function maskMobile(number: string): string {
  const digits = digitsOf(number);
  const head = digits.length >= 9 ? digits.slice(0, 3) : '';
  return `${head}****${lastDigits(number)}`;
}

/** What was typed without its blanks, dashes and brackets, its digits narrow. */
export function typedMobile(typed: string): string {
  return typed.normalize('NFKC').replaceAll(/[\s()\-–.]/g, '');
}

const fewestDigits = 5;
const mostDigits = 20;

/** Whether a typed number can be one. The platform takes any text; a person wants to call it. */
export function isMobile(number: string): boolean {
  const digits = number.replace(/^\+/, '');
  return /^\d+$/.test(digits) && digits.length >= fewestDigits && digits.length <= mostDigits;
}
