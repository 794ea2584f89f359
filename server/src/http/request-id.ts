import type { Context, Next } from 'koa';

const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const length = 8;

/** A reference number people can read to each other, without look-alikes. It tells requests apart and is no secret. */
export function newRequestId(): string {
  let number = Math.floor(Math.random() * alphabet.length ** length);
  let letters = '';
  for (let place = 0; place < length; place += 1) {
    letters += alphabet.charAt(number % alphabet.length);
    number = Math.floor(number / alphabet.length);
  }
  return `${letters.slice(0, length / 2)}-${letters.slice(length / 2)}`;
}

/** Gives every request a reference number, in its state, its answer and its log lines. */
export async function requestId(ctx: Context, next: Next): Promise<void> {
  const id = newRequestId();
  ctx.state.requestId = id;
  ctx.set('x-request-id', id);
  await next();
}
