import type { WriteFailureReason } from '@guanxi/shared/profile';
import { WecomError } from '../../wecom/index.ts';

const licenceCodes = new Set([701_008, 701_016, 701_099]);
const permissionCodes = new Set([48_002, 60_011, 84_074, 84_083]);
const relationCodes = new Set([40_096, 84_061, 84_084]);
const lengthCodes = new Set([40_058, 40_031]);

/**
 * Why a write did not arrive, as far as a reader can do something about it.
 *
 * @param error - what the last try threw, or the platform's refusal
 */
export function failureReasonOf(error: unknown): WriteFailureReason {
  if (!(error instanceof WecomError)) {
    return 'unreachable';
  }
  const { errcode, reaction } = error;
  if (relationCodes.has(errcode)) {
    return 'relation_gone';
  }
  if (licenceCodes.has(errcode)) {
    return 'licence_missing';
  }
  if (permissionCodes.has(errcode)) {
    return 'not_permitted';
  }
  if (lengthCodes.has(errcode)) {
    return 'too_long';
  }
  if (reaction === 'retry' || reaction === 'backOff') {
    return 'limited';
  }
  return reaction === 'configuration' ? 'misconfigured' : 'rejected';
}
