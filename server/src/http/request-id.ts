import { randomBytes } from 'node:crypto';
import type { Context, Next } from 'koa';

/** A reference number people can read to each other: 8 characters without look-alikes. */
function newRequestId(): string {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  const letters = [...randomBytes(8)].map((byte) => alphabet[byte % alphabet.length]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** Gives every request a reference number, in its state, its answer and its log lines. */
export async function requestId(ctx: Context, next: Next): Promise<void> {
  const id = newRequestId();
  ctx.state.requestId = id;
  ctx.set('x-request-id', id);
  await next();
}
