import { WecomError } from '../../wecom/index.ts';

/** "No valid interoperability licence", and "member without a valid licence". */
const licenceCodes = new Set([701_008, 701_099]);

/** Whether an error code says that a member has no licence. */
export function isLicenceCode(errcode: number): boolean {
  return licenceCodes.has(errcode);
}

/** True when the platform refused a call because a member has no licence. */
export function isLicenceRefusal(error: unknown): boolean {
  return error instanceof WecomError && isLicenceCode(error.errcode);
}
