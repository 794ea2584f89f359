import { describe, expect, it } from 'vitest';
import { aesKeyOf, sealCipher } from './cipher.ts';
import { openCallback, verifyUrl } from './receive.ts';
import { type CallbackAddress, receiveIdsFor } from './receive-ids.ts';
import { signCallback } from './signature.ts';

const keys = { token: 'QDG6eK', encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' };
const provider = { providerCorpId: 'ww_provider' };
const suite = { suiteId: 'ww_suite', ...provider };

/** The address, whom the platform names in a check and in a push, and whom it never names. */
const CASES: [address: CallbackAddress, verify: string[], push: string[], never: string[]][] = [
  [{ kind: 'self-built', corpId: 'ww_corp' }, ['ww_corp'], ['ww_corp'], ['ww_other', '']],
  [{ kind: 'suite-command', ...suite }, ['ww_provider'], ['ww_suite'], ['wp_corp', '']],
  [{ kind: 'suite-command', ...suite, personal: true }, ['ww_provider', ''], ['ww_suite', ''], ['wp_corp']],
  [
    { kind: 'suite-data', ...suite, corpId: 'wp_corp' },
    ['ww_provider'],
    ['wp_corp', 'ww_suite', 'ww_provider'],
    ['wp_other', ''],
  ],
  // `$CORPID$` in the path becomes the provider's own corp while the address is being verified.
  [{ kind: 'suite-data', ...suite, corpId: 'ww_provider' }, ['ww_provider'], ['ww_provider'], ['wp_corp']],
  [
    { kind: 'suite-data', ...suite, corpIds: ['wp_1', 'wp_2'] },
    ['ww_provider'],
    ['wp_1', 'wp_2'],
    ['wp_3', ''],
  ],
  [{ kind: 'suite-data', ...suite, corpId: 'wp_corp', personal: true }, [''], ['', 'wp_corp'], ['wp_other']],
  [
    { kind: 'template', templateId: 'dk_t', ...provider },
    ['ww_provider'],
    ['dk_t'],
    ['wp_corp', 'ww_suite', ''],
  ],
  [
    { kind: 'customized-app', corpId: 'wp_corp', ...provider },
    ['wp_corp', 'ww_provider'],
    ['wp_corp'],
    ['dk_t', 'wp_other', ''],
  ],
  // After an upgrade of ids the address has the corpid of before.
  [
    { kind: 'customized-app', corpId: 'ww_corp', corpIds: ['wp_corp', 'ww_corp'], ...provider },
    ['ww_corp', 'wp_corp', 'ww_provider'],
    ['ww_corp', 'wp_corp'],
    ['wp_other', 'dk_t', ''],
  ],
  [{ kind: 'system', ...provider }, ['ww_provider'], ['ww_provider'], ['ww_suite', '']],
];

function signed(receiveId: string, message: string) {
  const encrypt = sealCipher(message, receiveId, aesKeyOf(keys.encodingAesKey));
  const values = { timestamp: '1', nonce: 'n', encrypt };
  return { encrypt, query: { ...values, msgSignature: signCallback({ token: keys.token, ...values }) } };
}

const verifies = (receiveIds: string[], receiveId: string) => {
  const { encrypt, query } = signed(receiveId, 'echo');
  return verifyUrl({ query: { ...query, echostr: encrypt }, keys, receiveIds });
};
const opens = (receiveIds: string[], receiveId: string) => {
  const { encrypt, query } = signed(receiveId, '<xml></xml>');
  return openCallback({ query, body: `<xml><Encrypt>${encrypt}</Encrypt></xml>`, keys, receiveIds });
};

describe('receivers', () => {
  it.each(CASES)('%o', (address, verify, push, never) => {
    const ids = receiveIdsFor(address);
    for (const id of verify) expect(verifies(ids.verify, id)).toBe('echo');
    for (const id of push) expect(opens(ids.push, id).receiveId).toBe(id);
    for (const id of never) {
      expect(() => verifies(ids.verify, id)).toThrow('wrong_receiver');
      expect(() => opens(ids.push, id)).toThrow('wrong_receiver');
    }
  });
});
