import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ApiError } from './errors.ts';

const key = randomBytes(32);
const mac = (text: string) => createHmac('sha256', key).update(text).digest().subarray(0, 12);

/** An opaque cursor bound to one walk: nobody can make one up or use it for another query. */
export const makeCursor = (walk: string, position: readonly number[]): string => {
  const text = position.join('.');
  return Buffer.concat([mac(`${walk}\n${text}`), Buffer.from(text)]).toString('base64');
};

/** The position a cursor stands for; 50100 when it was never issued for this walk. */
export const readCursor = (walk: string, cursor: string): number[] => {
  const bytes = Buffer.from(cursor, 'base64');
  const text = bytes.subarray(12).toString();
  if (bytes.length <= 12 || !timingSafeEqual(bytes.subarray(0, 12), mac(`${walk}\n${text}`))) {
    throw new ApiError(50100);
  }
  return text.split('.').map(Number);
};
