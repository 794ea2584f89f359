import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { OauthCodes } from '../oauth/codes.ts';
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
}

export interface Anonymous extends ApiWorld {
  query: URLSearchParams;
  body: Record<string, unknown>;
  ip: string;
}

/** A call with a valid access_token. */
export interface Call extends Anonymous {
  corp: Corp;
  app: App;
}

interface Common {
  /** The page that describes it. */
  page: number;
  method: 'GET' | 'POST';
  /** Array fields that an error answer still carries, empty. */
  empty?: Record<string, unknown>;
}

export type Endpoint = Common &
  (
    | { open: true; handle(call: Anonymous): Record<string, unknown> }
    | { open?: false; permission?: Permission; handle(call: Call): Record<string, unknown> }
  );

/** Endpoints by path, as listed by each API group. */
export type EndpointTable = Record<string, Endpoint>;
