import { maskMobile } from '@guanxi/shared/mobiles';
import type { Mobile } from '@guanxi/shared/profile';
import type { Keyring } from '../../db/keyring.ts';

/** Numbers as they leave the server: masked, and each named by itself under seal. */
export function mobileRefsOf(keyring: Keyring, relationId: number, numbers: readonly string[]): Mobile[] {
  return numbers.map((number) => ({
    masked: maskMobile(number),
    ref: keyring.seal(JSON.stringify(['mobile', relationId, number])).toString('base64url'),
  }));
}

/** The number a ref names; null for one that is not ours, or of another relation. */
export function openMobileRef(keyring: Keyring, relationId: number, ref: string): string | null {
  const named = readMobileRef(keyring, ref);
  return named?.relationId === relationId ? named.number : null;
}

/** What a ref names; null for one that is not ours. */
export function readMobileRef(keyring: Keyring, ref: string): { relationId: number; number: string } | null {
  let opened: unknown;
  try {
    opened = JSON.parse(keyring.open(Buffer.from(ref, 'base64url')));
  } catch {
    // It comes from outside, so it may be anything.
    return null;
  }
  const [kind, relationId, number] = Array.isArray(opened) ? opened : [];
  return kind === 'mobile' && typeof relationId === 'number' && typeof number === 'string'
    ? { relationId, number }
    : null;
}
