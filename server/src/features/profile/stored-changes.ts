import { type WriteFailure, WriteFailureReason } from '@guanxi/shared/profile';
import type { Keyring } from '../../db/keyring.ts';
import type { StoredChange } from './rules.ts';
import type { ProfileChangeRow } from './table.ts';

/** The value of a change as the database keeps it. */
export function sealValue(keyring: Keyring, value: string | readonly string[]): Buffer {
  return keyring.seal(JSON.stringify(value));
}

/** A change with its value readable. */
export function openChange(keyring: Keyring, row: ProfileChangeRow): StoredChange {
  return {
    field: row.field,
    value: row.sealedValue === null ? null : JSON.parse(keyring.open(row.sealedValue)),
    state: row.state,
    failure: failureOf(row),
  };
}

function failureOf(row: ProfileChangeRow): WriteFailure | null {
  return row.reason === null
    ? null
    : { reason: WriteFailureReason.parse(row.reason), errcode: row.errcode, attempts: row.attempts };
}
