import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from './document.ts';
import { readEncrypt } from './envelope.ts';
import { CallbackError } from './errors.ts';
import { fieldsOf } from './fields.ts';

describe('the outer envelope', () => {
  it.each([
    [
      'XML',
      '<xml><ToUserName><![CDATA[ww1]]></ToUserName><Encrypt><![CDATA[abc=]]></Encrypt><AgentID/></xml>',
    ],
    [
      'another order',
      '<xml><AgentID>1</AgentID><Encrypt><![CDATA[abc=]]></Encrypt><ToUserName>ww1</ToUserName></xml>',
    ],
    ['without CDATA', '<xml><Encrypt>abc=</Encrypt></xml>'],
    ['indented', '\n<xml>\n  <Encrypt> <![CDATA[abc=]]>\n  </Encrypt>\n</xml>\n'],
    ['a prolog', '<?xml version="1.0" encoding="UTF-8"?>\n<xml><Encrypt>abc=</Encrypt></xml>'],
    ['a byte-order mark', '\uFEFF<xml><Encrypt>abc=</Encrypt></xml>'],
    ['JSON', '{"ToUserName":"ww1","Encrypt":"abc=","AgentID":"1"}'],
    ['lower-case JSON', ' {"tousername":"ww1","encrypt":"abc=","agentid":"1"}'],
  ])('finds the cipher text in %s', (_name, body) => {
    expect(readEncrypt(body)).toBe('abc=');
    expect(readEncrypt(Buffer.from(body))).toBe('abc=');
  });

  it.each([
    [
      'an external entity',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Encrypt>&e;</Encrypt></xml>',
    ],
    [
      'a billion laughs',
      '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>',
    ],
    [
      'a doctype after a prolog that pretends CDATA',
      '<?xml <![CDATA[ ?><!DOCTYPE x []><xml><Encrypt>a]]></Encrypt></xml>',
    ],
    ['a doctype inside', '<xml><!DOCTYPE x [<!ENTITY e "a">]><Encrypt>&e;</Encrypt></xml>'],
    ['a doctype behind an attribute', '<xml a="<![CDATA["><!DOCTYPE x []><Encrypt>]]></Encrypt></xml>'],
    ['a comment', '<xml><!-- --><Encrypt>a</Encrypt></xml>'],
    ['a second instruction', '<xml><?php ?><Encrypt>a</Encrypt></xml>'],
    ['open CDATA', '<xml><Encrypt><![CDATA[abc</Encrypt></xml>'],
    ['Encrypt twice', '<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>'],
    ['Encrypt with children', '<xml><Encrypt><a>b</a></Encrypt></xml>'],
    ['another root', '<html><Encrypt>a</Encrypt></html>'],
    ['two roots', '<xml><Encrypt>a</Encrypt></xml><xml><Encrypt>b</Encrypt></xml>'],
    ['endless nesting', `<xml>${'<a>'.repeat(50_000)}`],
    ['endless nesting in JSON', `{"Encrypt":${'['.repeat(100_000)}`],
    ['prototype keys', '<xml><__proto__><Encrypt>a</Encrypt></__proto__></xml>'],
    ['prototype keys in JSON', '{"__proto__":{"Encrypt":"a"}}'],
    ['a JSON list', '[{"Encrypt":"a"}]'],
    ['broken JSON', '{"Encrypt":"a"'],
    ['a form', 'Encrypt=a'],
    ['a cut tag', '<xml'],
  ])('refuses %s', (_name, body) => {
    expect(() => readEncrypt(body)).toThrow(expect.objectContaining({ reason: 'bad_request' }));
  });

  it('refuses hostile lengths quickly', () => {
    const started = performance.now();
    const hostile = [
      '<![CDATA['.repeat(25_000),
      '<'.repeat(250_000),
      `<xml>${'&'.repeat(250_000)}</xml>`,
      `<${'a'.repeat(250_000)}`,
      `<xml>${'<a /'.repeat(60_000)}`,
      `<xml ${' /'.repeat(125_000)}`,
      `<xml>${'<a>'.repeat(35_000)}${'</a>'.repeat(35_000)}</xml>`,
    ];
    for (const body of hostile) expect(() => readEncrypt(body)).toThrow(CallbackError);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('answers any text with fields or a CallbackError', () => {
    const piece = fc.constantFrom(
      '<xml>',
      '</xml>',
      '<Encrypt>',
      '</Encrypt>',
      '<![CDATA[',
      ']]>',
      '<!',
      '&lt;',
      'a',
      '{',
      '"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          readDocument(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(CallbackError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('values', () => {
  it('keeps ids as text, in both forms', () => {
    const xml = readDocument('<xml><MsgId>0045612553542513459290</MsgId><Id>1e5</Id><B>true</B></xml>');
    expect(xml).toEqual({ MsgId: '0045612553542513459290', Id: '1e5', B: 'true' });
    const json = readDocument('{"MsgId":45612553542513459290,"Id":1e5,"B":true,"N":null}');
    expect(json).toEqual({ MsgId: '45612553542513459290', Id: '1e5', B: 'true', N: '' });
  });

  it('decodes the references of XML outside CDATA only', () => {
    const text = '<xml><A>1 &lt; 2 &amp;lt; &#20320;</A><B><![CDATA[&lt; <!DOCTYPE x>]]></B></xml>';
    expect(readDocument(text)).toEqual({ A: '1 < 2 &lt; 你', B: '&lt; <!DOCTYPE x>' });
  });

  it.each([
    ['several items', '<xml><L><Item>a</Item><Item>b</Item></L></xml>', ['a', 'b']],
    ['one item', '<xml><L><Item><![CDATA[a]]></Item></L></xml>', ['a']],
    ['a comma list', '<xml><L><![CDATA[a, b]]></L></xml>', ['a', 'b']],
    ['an empty node', '<xml><L></L></xml>', []],
    ['no node', '<xml></xml>', []],
    ['a JSON list', '{"L":["a","b"]}', ['a', 'b']],
    ['a JSON item', '{"l":{"item":"a"}}', ['a']],
  ])('reads a list from %s', (_name, text, expected) => {
    expect(fieldsOf(readDocument(text)).list('L')).toEqual(expected);
  });
});
