import type { Route, RouteResult } from '@guanxi/shared/contract';
import type { ErrorCode } from '@guanxi/shared/errors';
import type { World } from './fixtures.ts';

/** What a mocked route is asked with. */
export interface MockRequest {
  params: Record<string, string>;
  query: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: parsed by the route's own schema before it gets here
  body: any;
}

/** An error of the table. */
export class MockFailure extends Error {
  readonly code: ErrorCode;
  readonly errcode: number | undefined;
  constructor(code: ErrorCode, errcode?: number) {
    super(code);
    this.code = code;
    this.errcode = errcode;
  }
}

/** A route of the contract with what the mocked server answers. */
export interface Answer {
  route: Route;
  answer: (world: World, request: MockRequest) => unknown;
}

export function on<R extends Route>(
  route: R,
  answer: (world: World, request: MockRequest) => RouteResult<R>,
): Answer {
  return { route, answer };
}

/** A part of a list, with the cursor of the next part. */
export function page<Item>(all: Item[], { cursor, limit }: Record<string, string>) {
  const from = Number(cursor ?? 0);
  const to = from + Number(limit ?? 20);
  return { items: all.slice(from, to), nextCursor: to < all.length ? String(to) : null };
}
