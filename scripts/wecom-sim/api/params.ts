import { ApiError, invalidParam } from './errors.ts';

type Body = Record<string, unknown>;

/** Characters, not UTF-16 units: most limits of the platform count these. */
export const charCount = (text: string): number => [...text].length;

/** A text; numbers are taken as text, as the platform does. */
export const optionalText = (body: Body, name: string): string | undefined => {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') throw invalidParam(name);
  return value;
};

export const requiredText = (body: Body, name: string): string => {
  const value = optionalText(body, name);
  if (value === undefined || value === '') throw invalidParam(name);
  return value;
};

export const textList = (body: Body, name: string): string[] => {
  const value = body[name] ?? [];
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) throw invalidParam(name);
  return value;
};

/** A whole number, or its digits as text. */
export const optionalInt = (body: Body, name: string): number | undefined => {
  const value = body[name];
  if (value === undefined || value === null || value === '') return undefined;
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw invalidParam(name);
  return number;
};

export const queryInt = (query: URLSearchParams, name: string): number | undefined =>
  optionalInt(Object.fromEntries(query), name);

/** The external_userid of a call; its absence has a code of its own. */
export const externalUserIdOf = (source: Body): string => {
  const value = optionalText(source, 'external_userid');
  if (!value) throw new ApiError(41035);
  return value;
};
