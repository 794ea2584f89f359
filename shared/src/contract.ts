import { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/** The methods a route may have. GET and DELETE carry no body. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who may call a route: anybody, a member with a session, or of those the managers and admins, or the admins only. */
export type RouteAccess = 'public' | 'member' | 'manager' | 'admin';

/**
 * One route of the HTTP API as a plain value. The server mounts it, the H5 calls it and the
 * OpenAPI document lists it, so the three cannot drift apart.
 */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  readonly method: Method;
  /** Path below `/api`, with `:name` for parameters. */
  readonly path: `/${string}`;
  /** One short line for the OpenAPI document. */
  readonly summary: string;
  readonly access: RouteAccess;
  /**
   * Why a member without a licence (接口许可) may call it. Null for what shows or writes customers, which is refused
   * to a rep without one.
   */
  readonly withoutLicence: string | null;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The body is a file as it is, of at most so many bytes, instead of JSON. */
  readonly upload?: { readonly maxBytes: number };
  readonly response: Response;
  /** The codes this route answers with beside those every route may answer with. */
  readonly errors: readonly ErrorCode[];
}

const nothing = z.object({});

/** The parts of a route that `defineRoute` fills in when they are left out. */
interface RouteDefinition<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
> {
  method: Method;
  path: `/${string}`;
  summary: string;
  access?: RouteAccess;
  withoutLicence?: string;
  params?: Params;
  query?: Query;
  body?: Body;
  upload?: { maxBytes: number };
  response: Response;
  errors?: readonly ErrorCode[];
}

/** Why a licence of one's own matters to members alone. */
const unlicensedAccess: Record<RouteAccess, string | null> = {
  public: 'nobody is signed in',
  member: null,
  manager: 'who answers for others reads what was read by their licences',
  admin: 'who sets Guanxi up must be able to, before anybody has a licence',
};

/**
 * Defines a route. Parts left out are empty objects; access defaults to `member`, and what members call needs a
 * licence unless the route says why not.
 *
 * @param definition - method, path, schemas and error codes of the route
 */
export function defineRoute<
  Response extends z.ZodType,
  Params extends z.ZodType = typeof nothing,
  Query extends z.ZodType = typeof nothing,
  Body extends z.ZodType = typeof nothing,
>(definition: RouteDefinition<Params, Query, Body, Response>): Route<Params, Query, Body, Response> {
  const access = definition.access ?? 'member';
  const withoutLicence = definition.withoutLicence ?? unlicensedAccess[access];
  const errors = new Set(definition.errors);
  return {
    params: nothing as unknown as Params,
    query: nothing as unknown as Query,
    body: nothing as unknown as Body,
    ...definition,
    access,
    withoutLicence,
    errors: [...(withoutLicence === null ? errors.add('wecom.licence_missing') : errors)],
  };
}

/** What a caller hands in: values before parsing. Empty parts may be left out. */
export type RouteInput<R extends Route> = PartInput<'params', R['params']> &
  PartInput<'query', R['query']> &
  PartInput<'body', R['body']>;

/** What a handler receives: values after parsing. */
export interface RouteRequest<R extends Route> {
  params: z.output<R['params']>;
  query: z.output<R['query']>;
  body: z.output<R['body']>;
}

/** What a handler returns; the server parses it again, so undeclared fields never leave. */
export type RouteResult<R extends Route> = z.input<R['response']>;

/** What a caller gets back. */
export type RouteResponse<R extends Route> = z.output<R['response']>;

type PartInput<Name extends string, Schema extends z.ZodType> =
  Record<string, never> extends z.input<Schema>
    ? { [K in Name]?: z.input<Schema> }
    : { [K in Name]: z.input<Schema> };
