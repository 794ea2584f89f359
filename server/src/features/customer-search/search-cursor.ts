import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';

/** Where a search goes on: which of its words leads, and the place in the index that was looked at last. */
const Place = z.tuple([z.number().int().min(0), z.string().min(1).max(32), z.number().int().min(0)]);
export type SearchPlace = z.output<typeof Place>;

/** The cursor a client hands back to get the next page. */
export function encodePlace(place: SearchPlace): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * @returns null for the first page
 * @throws AppError `request.invalid` for anything that is no cursor of ours
 */
export function decodePlace(cursor: string | undefined): SearchPlace | null {
  if (cursor === undefined) {
    return null;
  }
  try {
    return Place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new AppError('request.invalid', {
      cause,
      issues: [{ path: 'body.cursor', message: 'Not a cursor of this search' }],
    });
  }
}
