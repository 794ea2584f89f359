import { WecomError, WecomUnavailable } from '../errors.ts';
import type { CallOutcome } from './types.ts';

/** What a failed call tells the budget. */
export function outcomeOf(error: unknown): CallOutcome {
  if (error instanceof WecomError) return { kind: 'refused', errcode: error.errcode, api: error.api };
  if (error instanceof WecomUnavailable && error.transient) return { kind: 'unavailable' };
  return { kind: 'none' };
}
