import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { DatabaseConfig } from '../db/data-source.ts';
import type { RingKey } from '../db/keyring.ts';
import type { Environment, EnvironmentName } from './env.ts';

/**
 * Reads single settings and collects what is wrong with them, so that all of it can be said at
 * once. A value that is wrong reads as a harmless stand-in; it is never used, because the caller
 * throws when there are problems. No problem repeats a value: it could be a secret.
 */
export function createReader(environment: Environment) {
  const problems: string[] = [];

  function required(name: EnvironmentName): string {
    const value = environment[name];
    if (value === undefined) {
      problems.push(`${name} is missing.`);
    }
    return value ?? '';
  }

  function matching(name: EnvironmentName, pattern: RegExp, expected: string): string {
    const value = required(name);
    if (value !== '' && !pattern.test(value)) {
      problems.push(`${name} must be ${expected}.`);
    }
    return value;
  }

  function integer(name: EnvironmentName, least: number, most: number, fallback?: number): number {
    const text = environment[name] ?? (fallback === undefined ? required(name) : String(fallback));
    const value = Number(text);
    if (text !== '' && (!Number.isInteger(value) || value < least || value > most)) {
      problems.push(`${name} must be a whole number from ${least} to ${most}.`);
    }
    return value;
  }

  function oneOf(name: EnvironmentName, allowed: readonly string[], fallback: string): string {
    const value = environment[name] ?? fallback;
    if (!allowed.includes(value)) {
      problems.push(`${name} must be one of ${allowed.join(', ')}.`);
    }
    return value;
  }

  /** Some of a few words, separated by commas; all of them when nothing is said. */
  function listOf<Word extends string>(name: EnvironmentName, allowed: readonly Word[]): readonly Word[] {
    const given = environment[name]?.split(',').map((word) => word.trim()) ?? allowed;
    if (!given.every((word) => allowed.some((one) => one === word))) {
      problems.push(`${name} must list some of ${allowed.join(', ')}, separated by commas.`);
      return allowed;
    }
    return allowed.filter((word) => given.includes(word));
  }

  /** Addresses, and ranges such as 10.0.0.0/8, separated by commas; none when nothing is said. */
  function addresses(name: EnvironmentName): readonly string[] {
    const given = environment[name]?.split(',').map((part) => part.trim()) ?? [];
    if (!given.every(isAddressOrRange)) {
      problems.push(`${name} must list addresses or ranges such as 10.0.0.0/8, separated by commas.`);
      return [];
    }
    return given;
  }

  function url(name: EnvironmentName): string {
    const value = required(name);
    if (value !== '' && !(URL.canParse(value) && /^https?:$/.test(new URL(value).protocol))) {
      problems.push(`${name} must be a URL that begins with https:// or http://.`);
      return '';
    }
    return value;
  }

  function origin(name: EnvironmentName): string {
    const value = url(name);
    if (value === '') {
      return value;
    }
    const parsed = new URL(value);
    if (parsed.pathname !== '/' || parsed.search !== '' || parsed.hash !== '') {
      problems.push(`${name} must be an origin without a path, such as https://crm.example.com.`);
    }
    return parsed.origin;
  }

  function timeZone(name: EnvironmentName, fallback: string): string {
    const value = environment[name] ?? fallback;
    try {
      new Intl.DateTimeFormat('en', { timeZone: value });
    } catch {
      problems.push(`${name} must be a time zone such as Asia/Shanghai.`);
    }
    return value;
  }

  function database(name: EnvironmentName, poolName: EnvironmentName): DatabaseConfig {
    const value = required(name);
    if (value.startsWith('sqlite:') && value.length > 'sqlite:'.length) {
      return { dialect: 'sqlite', file: resolve(value.slice('sqlite:'.length)) };
    }
    if (/^mysql:\/\//.test(value) && URL.canParse(value) && new URL(value).pathname.length > 1) {
      return { dialect: 'mysql', url: value, poolSize: integer(poolName, 2, 256, 16) };
    }
    if (value !== '') {
      problems.push(`${name} must be sqlite:FILE or mysql://user:password@host:port/database.`);
    }
    return { dialect: 'sqlite', file: '' };
  }

  function keys(name: EnvironmentName): RingKey[] {
    const value = required(name);
    const parts = value === '' ? [] : value.split(',').map((part) => part.trim());
    const ring = parts.map(parseKey);
    if (ring.some((key) => key === null)) {
      problems.push(
        `${name} must list NAME:BASE64-OF-32-BYTES, separated by commas; make one with: openssl rand -base64 32`,
      );
    }
    const good = ring.filter((key) => key !== null);
    if (new Set(good.map((key) => key.keyId)).size !== good.length) {
      problems.push(`${name} gives two keys the same name.`);
    }
    return good;
  }

  return {
    problems: problems as readonly string[],
    problem: (text: string) => void problems.push(text),
    required,
    matching,
    integer,
    oneOf,
    listOf,
    addresses,
    url,
    origin,
    timeZone,
    database,
    keys,
  };
}

function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const isRange = bits !== undefined && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
  return most > 0 && rest.length === 0 && (bits === undefined || isRange);
}

function parseKey(part: string): RingKey | null {
  const match = /^([A-Za-z0-9_-]{1,16}):([A-Za-z0-9+/]{43}=)$/.exec(part);
  const [, keyId, encoded] = match ?? [];
  return keyId === undefined || encoded === undefined ? null : { keyId, key: Buffer.from(encoded, 'base64') };
}
