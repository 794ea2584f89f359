import { XMLParser } from 'fast-xml-parser';
import { CallbackError } from './errors.ts';
import type { RawFields, RawValue } from './fields.ts';

// Values stay text: an id of digits must not become a number.
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: true,
  processEntities: true,
  // For numeric references such as &#20320;.
  htmlEntities: true,
});

/**
 * Reads an XML message (`<xml>…</xml>`) or its JSON form into fields. A document type, an entity of its own
 * and every other declaration is refused before it reaches the parser.
 * @throws {CallbackError} `bad_request`: neither of the two, or nested without end
 */
export function readDocument(text: string): RawFields {
  const start = text.trimStart();
  try {
    if (start.startsWith('{')) return fieldsIn(JSON.parse(start, numbersAsWritten as Reviver));
    if (start.startsWith('<')) return fieldsIn(rootOf(start));
  } catch (cause) {
    if (cause instanceof CallbackError) throw cause;
    throw new CallbackError('bad_request', 'malformed document', { cause });
  }
  throw new CallbackError('bad_request', 'neither XML nor JSON');
}

function rootOf(text: string): unknown {
  refuseDeclarations(text);
  const document: unknown = parser.parse(text);
  const roots = Object.entries(document ?? {}).filter(([name]) => name !== '?xml');
  const [name, root] = roots[0] ?? [];
  if (roots.length !== 1 || name?.toLowerCase() !== 'xml')
    throw new CallbackError('bad_request', 'no xml root');
  return root === '' ? {} : root;
}

/**
 * Lets pass text, CDATA and plain tags only, token by token: no document type, no entity declaration, no comment,
 * no second instruction, and no `<` inside a tag that would make this check and the parser read differently.
 */
function refuseDeclarations(text: string): void {
  const token = /[^<]+|<!\[CDATA\[[\s\S]*?\]\]>|<\/?[A-Za-z_][^<>]*>/y;
  token.lastIndex = /^<\?xml[^<>]*\?>/.exec(text)?.[0].length ?? 0;
  while (token.lastIndex < text.length) {
    if (!token.test(text)) throw new CallbackError('bad_request', 'declaration or stray markup in XML');
  }
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
