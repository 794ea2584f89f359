import type { z } from 'zod';

/** What an act of the control API answers. */
export type Result = Record<string, unknown> | Promise<Record<string, unknown>>;

/** One POST path: the shape of its body and what it does. */
export interface Write {
  schema: z.ZodType;
  run(body: unknown): Result;
}

/** Makes one; what does not have the shape is refused before anything is done. */
export const write = <S extends z.ZodType>(schema: S, run: (body: z.infer<S>) => Result): Write => ({
  schema,
  run: (body) => run(schema.parse(body)),
});
