import type { RawFields, RawValue } from './fields.ts';

/** An element whose end has not come yet. */
interface OpenElement {
  readonly name: string;
  readonly children: Map<string, RawValue[]>;
  text: string;
}

/** Messages are three levels deep. */
const DEEPEST = 32;

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Reads the XML of a message: plain tags, text and CDATA. A document type, an entity of its own, a comment and
 * every other declaration is an error, so nothing in it can refer to anything else. Attributes are not looked at.
 * @returns the name of the root and its fields
 * @throws {SyntaxError} anything else, or nested without end
 */
export function readXml(text: string): { name: string; fields: RawFields } {
  const document = openElement('');
  const open = [document];
  // What follows a name is looked at ahead: a tag that never ends must not be tried with each shorter name.
  const token = /([^<]+)|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z_][^\s<>/]*)(?=[\s/>])[^<>]*?(\/?)>/y;
  token.lastIndex = /^<\?xml[^<>]*\?>/.exec(text)?.[0].length ?? 0;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (found === null) throw new SyntaxError('declaration or stray markup');
    takeToken(open, document, found);
  }
  return rootOf(open, document);
}

function takeToken(open: OpenElement[], document: OpenElement, token: RegExpExecArray): void {
  const [, plain, verbatim, isEnd, name, isEmpty] = token;
  if (name === undefined) (open.at(-1) ?? document).text += verbatim ?? decoded(plain ?? '');
  else takeTag(open, name, isEnd ? 'end' : isEmpty ? 'empty' : 'start');
}

function openElement(name: string): OpenElement {
  return { name, children: new Map(), text: '' };
}

function takeTag(open: OpenElement[], name: string, kind: 'start' | 'end' | 'empty'): void {
  if (kind !== 'end') {
    if (open.length > DEEPEST) throw new SyntaxError('nested too deep');
    open.push(openElement(name));
  }
  if (kind === 'start') return;
  const ended = open.pop();
  const parent = open.at(-1);
  if (ended?.name !== name || parent === undefined) throw new SyntaxError('tags do not match');
  const known = parent.children.get(name);
  if (known === undefined) parent.children.set(name, [contentOf(ended)]);
  else known.push(contentOf(ended));
}

function rootOf(open: readonly OpenElement[], document: OpenElement): { name: string; fields: RawFields } {
  const [[name, [root, ...more]] = ['', []], ...others] = document.children;
  if (open.length !== 1 || document.text.trim() !== '' || more.length + others.length > 0) {
    throw new SyntaxError('not one root');
  }
  if (root === '') return { name, fields: {} };
  if (typeof root !== 'object' || Array.isArray(root)) throw new SyntaxError('no fields');
  return { name, fields: root };
}

/** The text, or the children by name; text between children is white space and not kept. */
function contentOf(element: OpenElement): RawValue {
  if (element.children.size === 0) return element.text.trim();
  const entries = [...element.children].map(([name, values]): [string, RawValue] => [
    name,
    values.length === 1 ? (values[0] ?? '') : values,
  ]);
  return Object.fromEntries(entries);
}

/** Replaces the five named references and those by number; any other one stays as it is written. */
function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([\da-fA-F]{1,6}));/g,
    (whole, name, dec, hex) => {
      if (name) return NAMED[name] ?? whole;
      const code = dec ? Number(dec) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
