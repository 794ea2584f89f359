import { z } from 'zod';
import { WecomUnavailable } from './errors.ts';
import type { FreshToken } from './tokens/holder.ts';

/** A string that some answers send as a number; ids stay text. */
export const text = z.union([z.string(), z.number()]).transform(String);

/** Text that may be missing: missing, null and empty are all null. */
export const maybeText = text.nullish().transform((value) => value || null);

/** Text that is empty when missing. */
export const someText = text.nullish().transform((value) => value ?? '');

/** A number that some answers send as a string; 0 when missing. */
export const number = z
  .union([z.number(), z.string(), z.boolean()])
  .nullish()
  .transform((value) => Number(value ?? 0) || 0);

/** A yes or no that may come as 0, 1, "0", "1" or a boolean; no when missing. */
export const flag = number.transform((value) => value !== 0);

/** An instant in Unix seconds; the epoch when missing. */
export const instant = number.transform((seconds) => new Date(seconds * 1000));

/** A list that is left out when it is empty. */
export function list<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

/** The answer that hands out a token or a ticket in `field`. */
export function tokenAnswer(field: string): z.ZodType<FreshToken> {
  return z
    .looseObject({ expires_in: number })
    .transform((answer) => ({ value: answer[field], expiresInSeconds: answer.expires_in }))
    .pipe(z.object({ value: z.string().min(1), expiresInSeconds: z.number().positive() }));
}

/**
 * Reads an answer with its schema.
 * @throws {WecomUnavailable} `unexpected_shape`, naming the paths that did not fit and no values
 */
export function readAs<T>(api: string, schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map((issue) => issue.path.join('.') || '(root)');
  const note = `unexpected shape at ${[...new Set(paths)].slice(0, 5).join(', ')}`;
  throw new WecomUnavailable({ api, reason: 'unexpected_shape', note });
}
