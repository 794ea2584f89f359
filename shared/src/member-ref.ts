import { z } from 'zod';

/** A member as pages show them. */
export const MemberRef = z.object({
  memberId: z.number().int(),
  /** The platform's id, by which the client can draw a name we may not read. Empty when unknown. */
  userId: z.string(),
  /** Empty when the company's install mode hides it. */
  name: z.string(),
});
export type MemberRef = z.output<typeof MemberRef>;
