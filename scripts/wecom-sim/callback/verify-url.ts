import { randomInt } from 'node:crypto';
import { encrypt } from './crypto.ts';
import { signedQuery, withQuery } from './envelope.ts';
import { type Receiver, urlFor } from './receiver.ts';

export interface Verification {
  ok: boolean;
  errcode: number;
  errmsg: string;
}

const refused = (why: string): Verification => ({
  ok: false,
  errcode: 40057,
  errmsg: `callback url invalid: ${why}`,
});

/**
 * The check made whenever a callback URL is saved (developer.work.weixin.qq.com/document/path/90930): GET with an
 * encrypted `echostr`; the answer must be its plaintext and nothing else. The console waits one second. For a suite the
 * echostr ends with the provider's corpid, which also stands for $CORPID$ (path/90595).
 */
export const verifyUrl = async (
  to: Receiver,
  url: string,
  seconds: number,
  timeoutMs: number,
): Promise<Verification> => {
  const expected = `${randomInt(1e9, 9e9)}${randomInt(1e9, 9e9)}`;
  const echostr = encrypt(to.keys.encodingAesKey, expected, to.verifyId);
  try {
    const target = withQuery(urlFor(url, to.verifyId), {
      ...signedQuery(to.keys, echostr, seconds),
      echostr,
    });
    const response = await fetch(target, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    const answer = await response.text();
    if (response.status !== 200) return refused(`HTTP ${response.status}`);
    if (answer !== expected) return refused('the answer is not the plaintext of echostr');
    return { ok: true, errcode: 0, errmsg: 'ok' };
  } catch (error) {
    return refused(error instanceof Error ? error.message : 'no answer');
  }
};
