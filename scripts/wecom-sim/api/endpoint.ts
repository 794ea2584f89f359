import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { OauthCodes } from '../oauth/codes.ts';
import type { Platform } from '../provider/platform.ts';
import type { Provider, Suite } from '../provider/types.ts';
import type { IdView } from '../provider/view.ts';
import type { Corp } from '../world/corp.ts';
import type { App, Permission } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Credentials } from './credentials.ts';

/** What every endpoint may use. */
export interface ApiWorld {
  world: World;
  clock: Clock;
  faults: Faults;
  credentials: Credentials;
  codes: OauthCodes;
  platform: Platform;
  /** The simulator's own address. */
  baseUrl(): string;
}

export interface Anonymous extends ApiWorld {
  query: URLSearchParams;
  body: Record<string, unknown>;
  /** The body as it came, for uploads. */
  bytes: Buffer;
  contentType: string;
  path: string;
  ip: string;
}

/** A call with a valid access_token. */
export interface Call extends Anonymous {
  corp: Corp;
  app: App;
  /** Ids as the app sees them; body, query and answer are translated already. */
  view: IdView;
}

/** A call with a valid suite_access_token. */
export interface SuiteCall extends Anonymous {
  suite: Suite;
}

/** A call with a valid provider_access_token. */
export interface ProviderCall extends Anonymous {
  provider: Provider;
}

interface Common {
  /** The page that describes it. */
  page: number;
  method: 'GET' | 'POST';
  /** Array fields that an error answer still carries, empty. */
  empty?: Record<string, unknown>;
  /** One of the old calls whose success may come without errcode and errmsg. */
  mayOmitErrcode?: boolean;
}

type Answer = Record<string, unknown> | Promise<Record<string, unknown>>;

/** Called with the access_token of an app in a corp. */
export interface CorpEndpoint extends Common {
  open?: false;
  auth?: undefined;
  /** Any one of them is enough. */
  permission?: Permission | readonly Permission[];
  /** Kinds of apps that may call it; 48002 for the others. */
  only?: readonly App['kind'][];
  /** The endpoint translates ids itself. */
  ownIds?: boolean;
  /** Not counted by the frequency limit. */
  uncounted?: boolean;
  handle(call: Call): Answer;
}

export type Endpoint =
  | (Common & { open: true; auth?: undefined; handle(call: Anonymous): Answer })
  | (Common & { open?: false; auth: 'suite'; handle(call: SuiteCall): Answer })
  | (Common & {
      open?: false;
      auth: 'provider';
      /** The query parameter of the token, when it is not provider_access_token. */
      tokenName?: string;
      handle(call: ProviderCall): Answer;
    })
  | CorpEndpoint;

/** A file instead of JSON; a handler answers `{ [FILE]: … }`. */
export const FILE = Symbol('file');

export interface FileAnswer {
  name: string;
  type: string;
  bytes: Buffer;
}

/** Endpoints by path, as listed by each API group. */
export type EndpointTable = Record<string, Endpoint>;
