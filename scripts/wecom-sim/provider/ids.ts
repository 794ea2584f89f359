import { createHmac } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const BASE = 62n;
const HALF = 15;
const MODULUS = BASE ** BigInt(HALF);
const ROUNDS = 4;

const digest = (key: string, text: string): bigint =>
  BigInt(`0x${createHmac('sha256', key).update(text).digest('hex').slice(0, 44)}`);

const toNumber = (text: string): bigint =>
  [...text].reduce((sum, char) => sum * BASE + BigInt(ALPHABET.indexOf(char)), 0n);

const toText = (value: bigint, length: number): string => {
  let rest = value;
  let text = '';
  for (let place = 0; place < length; place += 1) {
    text = ALPHABET.charAt(Number(rest % BASE)) + text;
    rest /= BASE;
  }
  return text;
};

const REVERSIBLE = /^[a-z]{2}[0-9A-Za-z]{30}$/;

/** A Feistel network over the 30 characters after the prefix: same shape, another id, and a way back. */
const permute = (key: string, id: string, isBack: boolean): string => {
  if (!REVERSIBLE.test(id)) return id;
  let left = toNumber(id.slice(2, 2 + HALF));
  let right = toNumber(id.slice(2 + HALF));
  for (let step = 0; step < ROUNDS; step += 1) {
    const round = isBack ? ROUNDS - 1 - step : step;
    if (isBack)
      [left, right] = [(right - (digest(key, `${round} ${left}`) % MODULUS) + MODULUS) % MODULUS, left];
    else [left, right] = [right, (left + digest(key, `${round} ${right}`)) % MODULUS];
  }
  return id.slice(0, 2) + toText(left, HALF) + toText(right, HALF);
};

const oneWay = (prefix: string, key: string, id: string): string =>
  prefix +
  toText(digest(key, id) % (MODULUS * MODULUS), 2 * HALF).replace(/^A+/, (zeros) => 'x'.repeat(zeros.length));

/** The encrypted corpid: one for each provider, case-sensitive (developer.work.weixin.qq.com/document/path/95890). */
export const encryptCorpId = (providerCorpId: string, corpId: string): string =>
  oneWay('wp', `corp ${providerCorpId}`, corpId);

/** The encrypted userid, the same value as open_userid. */
export const encryptUserId = (providerCorpId: string, corpId: string, userid: string): string =>
  oneWay('wo', `user ${providerCorpId} ${corpId}`, userid.toLowerCase());

/** External userids, tag ids and chat ids of the provider's subject: same prefix, same length. */
export const encryptId = (providerCorpId: string, corpId: string, id: string): string =>
  permute(`id ${providerCorpId} ${corpId}`, id, false);

export const decryptId = (providerCorpId: string, corpId: string, id: string): string =>
  permute(`id ${providerCorpId} ${corpId}`, id, true);
