import { AppError } from './app-error.ts';

/** A place in a list ordered by time and id: milliseconds, then the row's id. */
export type CursorPosition = readonly [timeMs: number, id: number];

/** The cursor a client hands back to get the next page. */
export function encodeCursor(position: CursorPosition): string {
  return Buffer.from(position.join('.')).toString('base64url');
}

/**
 * @returns null for the first page
 * @throws AppError `request.invalid` for anything that is no cursor of ours
 */
export function decodeCursor(cursor: string | undefined): CursorPosition | null {
  if (cursor === undefined) {
    return null;
  }
  const match = /^(-?\d{1,13})\.(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  const [, time, id] = match ?? [];
  if (time === undefined || id === undefined) {
    throw new AppError('request.invalid', {
      issues: [{ path: 'query.cursor', message: 'Not a cursor of this list' }],
    });
  }
  return [Number(time), Number(id)];
}
