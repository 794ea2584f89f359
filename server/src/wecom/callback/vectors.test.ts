import { describe, expect, it } from 'vitest';
import { signJs } from '../api/js-signature.ts';
import { aesKeyOf, openCipher } from './cipher.ts';
import { openCallback, verifyUrl } from './receive.ts';

/** The keys of the platform's own sample, https://developer.work.weixin.qq.com/document/path/91144 */
const keys = { token: 'QDG6eK', encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' };
const corpId = 'wx5823bf96d3bd56c7';

const OFFICIAL_ECHO =
  'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==';
const OFFICIAL_POST =
  'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==';
const OFFICIAL_MESSAGE = `<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>
<FromUserName><![CDATA[mycreate]]></FromUserName>
<CreateTime>1409659813</CreateTime>
<MsgType><![CDATA[text]]></MsgType>
<Content><![CDATA[hello]]></Content>
<MsgId>4561255354251345929</MsgId>
<AgentID>218</AgentID>
</xml>`;
const SUITE_TICKET =
  'sKqRbbiSUnDhFHOvPjtUMc8d6yx4a/6nI6K3ydSsWPWu4vOoCc0O9FEBB+1OFCveV8iC/PW3MUyLoF2BogNhwAH6q6P5gNCcdx8K+y4iRRESAy1N5GMeB+vHyx0uSct6kid34EhaIsvVmcYWru7hUxUgLXne5nbAOMMyFzAfybg7h7bqqc0k0AhBRzR4JBh8Hs5pRIX2pcBeLUTzpUHA6OQciX9/YOywRGXTyrFg4esWVTUYL6NDIgP3TABbJ1tYZAPV5LTu3rn5IuVJUKbTcXwENo89kU3iZit5L5ZA5YgL9GjT0igpOstAcRwnxqImEBA/CB5M+WfruL56c7/5uA==';
const SUITE_TICKET_MESSAGE =
  '<xml><SuiteId><![CDATA[ww4asffe99e54c0fxxxx]]></SuiteId><InfoType><![CDATA[suite_ticket]]></InfoType><TimeStamp>1403610513</TimeStamp><SuiteTicket><![CDATA[asdfasfdasdfasdf]]></SuiteTicket></xml>';
const MULTIBYTE =
  'sKqRbbiSUnDhFHOvPjtUMUEzloWPcaYNMsicnqLJL3iI+01AYWwMhwhsbWcmXPZpVcrcG+btVni9ei4Csvb3fNLgbN3fZ326ti6/QEJNgQAGf4V6LskOfIRT3lvm5cKY';
const ALIGNED =
  'sKqRbbiSUnDhFHOvPjtUMbbv/i+pAv5aGVR5hRMMpkq8UzVr4VEnYe5rgkTncFT31gi/zwmxx4cBvXqFl+vRkPgcnDi5P+ok4fL4cMGtoxT16ZqVfOLLQhsDXCVIpjn4';

describe('published and generated vectors', () => {
  it('V1 verifies the address', () => {
    const query = {
      msgSignature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
      timestamp: '1409659589',
      nonce: '263014780',
      echostr: OFFICIAL_ECHO,
    };
    expect(verifyUrl({ query, keys, receiveIds: [corpId] })).toBe('1616140317555161061');
  });

  it.each([
    {
      name: 'V2 official message',
      signed: ['1409659813', '1372623149', '477715d11cdb4164915debcba66cb864d751f3e6'],
      encrypt: OFFICIAL_POST,
      plaintext: OFFICIAL_MESSAGE,
      receiveId: corpId,
    },
    {
      name: 'G1 suite ticket',
      signed: ['1403610513', '380320359', 'faba227e7299fcdf671f6d644a9232dbe0881c48'],
      encrypt: SUITE_TICKET,
      plaintext: SUITE_TICKET_MESSAGE,
      receiveId: 'ww4asffe99e54c0fxxxx',
    },
    {
      name: 'G2 empty receiver',
      signed: ['1700000000', 'nonce-1', 'bbd919e8ee87b83094d0d24cc1768042ef38c7cd'],
      encrypt: 'P9TP8OO8ZpJE35Ha/87+5Al3dLAAyeFa7pbUQdq0aoM=',
      plaintext: 'hello',
      receiveId: '',
    },
    {
      name: 'G3 multibyte',
      signed: ['1700000000', 'n2', '83b4d218ca3786b3289b43cb8279362bd3ba74e9'],
      encrypt: MULTIBYTE,
      plaintext: '<xml><Content><![CDATA[你好]]></Content></xml>',
      receiveId: corpId,
    },
    {
      name: 'G4 a whole block of padding',
      signed: ['1700000000', 'n3', '8fc2f05e714133fda092fba349ec6ce4f941617a'],
      encrypt: ALIGNED,
      plaintext: '12345678901234567890123456789012345678901234',
      receiveId: '',
    },
  ])('$name', ({ signed, encrypt, plaintext, receiveId }) => {
    const [timestamp = '', nonce = '', msgSignature = ''] = signed;
    const body = `<xml><ToUserName>x</ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`;
    const opened = openCallback({
      query: { timestamp, nonce, msgSignature },
      body,
      keys,
      receiveIds: [receiveId],
    });
    expect(opened).toEqual({ plaintext, receiveId });
  });

  it('V3 cipher of another implementation', () => {
    const key = aesKeyOf('kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aQ');
    expect(openCipher('9s4gMv99m88kKTh/H8IdkNiFGeG9pd7vNWl50fGRWXY=', key)).toEqual({
      message: 'test',
      receiveId: 'rust',
    });
  });

  it('signs a page for the JS-SDK', () => {
    const input = {
      ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
      nonceStr: 'Wm3WZYTPz0wzccnW',
      timestamp: 1414587457,
    };
    const signature = '0f9de62fce790f9a083d5c99e95740ceb90c27ed';
    expect(signJs({ ...input, url: 'http://mp.weixin.qq.com?params=value' }).signature).toBe(signature);
    expect(signJs({ ...input, url: 'http://mp.weixin.qq.com?params=value#/a#b' }).signature).toBe(signature);
  });
});
