import { CallbackError } from './errors.ts';
import type { RawFields, RawValue } from './fields.ts';
import { readXml } from './xml.ts';

/**
 * Reads an XML message (`<xml>…</xml>`) or its JSON form into fields. A document type, an entity of its own
 * and every other declaration is refused.
 * @throws {CallbackError} `bad_request`: neither of the two, or nested without end
 */
export function readDocument(text: string): RawFields {
  const start = text.trimStart();
  try {
    if (start.startsWith('{')) return fieldsIn(JSON.parse(start, numbersAsWritten as Reviver));
    if (start.startsWith('<')) return rootFields(start);
  } catch (cause) {
    if (cause instanceof CallbackError) throw cause;
    throw new CallbackError('bad_request', 'malformed document', { cause });
  }
  throw new CallbackError('bad_request', 'neither XML nor JSON');
}

function rootFields(text: string): RawFields {
  const { name, fields } = readXml(text);
  if (name.toLowerCase() !== 'xml') throw new CallbackError('bad_request', 'no xml root');
  return fields;
}

type Reviver = (this: unknown, key: string, value: unknown) => unknown;

/** Keeps a number as it was written: a 64-bit message id does not fit a JavaScript number. */
function numbersAsWritten(_key: string, value: unknown, context: { source?: string }): unknown {
  return typeof value === 'number' ? (context.source ?? String(value)) : value;
}

function fieldsIn(value: unknown): RawFields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CallbackError('bad_request', 'no fields');
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, rawOf(inner)]));
}

function rawOf(value: unknown): RawValue {
  if (Array.isArray(value)) return value.map(rawOf);
  if (typeof value === 'object' && value !== null) return fieldsIn(value);
  return value === null || value === undefined ? '' : String(value).trim();
}
