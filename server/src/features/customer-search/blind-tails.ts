import type { Keyring } from '../../db/keyring.ts';

/** Stands before the terms of phones, which nothing written can look like: its own first character is a sign. */
export const blindMark = '#';
/** 72 bits: enough that two tails of a company do not meet. */
const hashBytes = 9;

/**
 * The terms of a phone's tail, one a key of the ring, the newest first. A hash is keyed and belongs to one company, so
 * that neither a list of all tails nor the rows of another company tells what it stands for.
 */
export function blindTerms(keyring: Pick<Keyring, 'blind'>, corpId: number, tail: string): string[] {
  return keyring
    .blind(`tail:${corpId}:${tail}`)
    .map(({ keyId, hash }) => `${blindPrefix(keyId)}${hash.subarray(0, hashBytes).toString('base64url')}`);
}

/** What the terms under one key begin with. */
export function blindPrefix(keyId: string): string {
  return `${blindMark}${keyId}:`;
}
