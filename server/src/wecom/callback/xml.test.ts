import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { RawFields, RawValue } from './fields.ts';
import { readXml } from './xml.ts';

const peer = new XMLParser({ parseTagValue: false, htmlEntities: true });

const name = fc.constantFrom('UserID', 'Item', 'a', 'MemChangeList', 'x_1');
const text = fc.string({
  unit: fc.constantFrom('a', '你', '👋', '&', '<', '>', '"', '0', '-'),
  maxLength: 8,
});
const { fields } = fc.letrec<{ value: RawValue; fields: RawFields }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, text, tie('fields')),
  fields: fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 4 }),
}));

function xmlOf(value: RawValue, isVerbatim: boolean): string {
  if (Array.isArray(value)) throw new Error('lists are written as repeated nodes');
  if (typeof value !== 'string') {
    return Object.entries(value)
      .map(([key, inner]) => `\n <${key}>${xmlOf(inner, isVerbatim)}</${key}>`)
      .join('');
  }
  return isVerbatim
    ? `<![CDATA[${value}]]>`
    : value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

describe('reading XML', () => {
  it('reads what was written, as an implementation does that nobody here wrote', () => {
    fc.assert(
      fc.property(fields, fc.boolean(), (written, isVerbatim) => {
        const document = `<xml>${xmlOf(written, isVerbatim)}</xml>`;
        expect(readXml(document)).toEqual({ name: 'xml', fields: written });
        expect(peer.parse(document)).toEqual({ xml: written });
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['an empty root', '<xml/>', {}],
    ['attributes', '<xml a="1"><b c="2">3</b><d e="4"/></xml>', { b: '3', d: '' }],
    ['repeated nodes', '<xml><a>1</a><b/><a>2</a></xml>', { a: ['1', '2'], b: '' }],
    ['text beside CDATA', '<xml><a> 1<![CDATA[ & ]]>2 </a></xml>', { a: '1 & 2' }],
    ['unknown references', '<xml><a>&nope; &#x110000; &</a></xml>', { a: '&nope; &#x110000; &' }],
  ])('reads %s', (_name, document, expected) => {
    expect(readXml(document).fields).toEqual(expected);
  });

  it.each([
    ['text only', '<xml>a</xml>'],
    ['text behind the root', '<xml/>a'],
    ['tags that cross', '<xml><a><b></a></b></xml>'],
    ['an end without a start', '</xml>'],
    ['a name that is none', '<xml><1/></xml>'],
  ])('refuses %s', (_name, document) => {
    expect(() => readXml(document)).toThrow(SyntaxError);
  });
});
