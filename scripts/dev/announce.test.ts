import { expect, test } from 'vitest';
import { friendlyText, jsonLine } from './announce.ts';

const corp = {
  corpId: 'ww1',
  mode: 'self-built',
  agentId: 1000002,
  secret: 's',
  token: 't',
  encodingAesKey: 'k',
  callbackUrl: 'http://127.0.0.1:1/wecom/callback/ww1',
};
const running = {
  app: 'http://127.0.0.1:1',
  sim: 'http://127.0.0.1:2',
  desktop: 'http://127.0.0.1:2/',
  corps: [corp],
};

test('the JSON line is one line with exactly the promised keys', () => {
  const extra = { ...corp, name: 'not promised', admins: ['a'] };
  const line = jsonLine({ ...running, corps: [extra] });
  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual(running);
});

test('people read the desktop page first', () => {
  const urls = friendlyText(running, '/data').match(/http\S+/g);
  expect(urls?.[0]).toBe(running.desktop);
});
