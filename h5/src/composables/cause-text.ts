import { ApiError } from '../api/client.ts';
import { causeKey } from './problems.ts';

type Translate = (key: string) => string;

/** Why a request failed, in the server's own words where it answered: they name cause and remedy. */
export function causeText(t: Translate, error: unknown): string {
  return error instanceof ApiError && error.status > 0 ? error.message : t(causeKey(error));
}
