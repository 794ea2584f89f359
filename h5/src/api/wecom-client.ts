import { getJsSignatures, type JsSignature, type JsSignatures } from '@guanxi/shared/jssdk';
import type { Viewer } from '@guanxi/shared/session';
import * as ww from '@wecom/jssdk';
import { call } from './client.ts';

/** Why the client could not tell which customer the chat is with. */
export type ClientProblemReason =
  | 'outside_wecom'
  | 'sdk_config_refused'
  | 'no_permission'
  | 'no_external_contact'
  | 'client_too_old'
  | 'timeout';

/** A failure of the client's JS-SDK, normalised. */
export class ClientProblem extends Error {
  readonly reason: ClientProblemReason;
  /** The platform's code, such as 80001, where the client gave one. */
  readonly errcode: number | null;
  /** Where the page was opened from, when the client said so. */
  readonly entry: string | null;

  constructor(
    reason: ClientProblemReason,
    message: string,
    details: { errcode?: number | null; entry?: string | null } = {},
  ) {
    super(message);
    this.name = 'ClientProblem';
    this.reason = reason;
    this.errcode = details.errcode ?? null;
    this.entry = details.entry ?? null;
  }
}

/** How long the client may keep us waiting: its promises can stay pending for ever. */
const patienceMs = 8000;

const jsApiList = ['getContext', 'getCurExternalContact'];

export function isWeCom(userAgent: string = navigator.userAgent): boolean {
  return /wxwork\//i.test(userAgent);
}

/** The text of whatever the SDK rejected with: its own result object, an `Error`, or neither. */
function messageOf(failure: unknown): string {
  if (failure instanceof Error) return failure.message;
  const { errMsg } = (failure ?? {}) as { errMsg?: unknown };
  return typeof errMsg === 'string' ? errMsg : String(failure);
}

/** The platform's code in a failure: in its own field, or as a figure inside the text. */
function errcodeOf(failure: unknown, message: string): number | null {
  const { errCode } = (failure ?? {}) as { errCode?: unknown };
  if (typeof errCode === 'number' && errCode > 0) return errCode;
  if (/invalid url domain/i.test(message)) return 80001;
  const found = /\b(\d{5})\b/.exec(message);
  return found ? Number(found[1]) : null;
}

/** Turns what the SDK rejected with into a typed problem. */
export function clientProblem(failure: unknown, entry: string | null = null): ClientProblem {
  if (failure instanceof ClientProblem) return failure;
  const message = messageOf(failure);
  const details = { errcode: errcodeOf(failure, message), entry };
  const because = (reason: ClientProblemReason) => new ClientProblem(reason, message, details);
  if (/without context/i.test(message)) return because('no_external_contact');
  if (/function not exist|not supported/i.test(message)) return because('client_too_old');
  if (/^(agent)?config:|signature|url domain|offline verifying|SDK Error/i.test(message)) {
    return because('sdk_config_refused');
  }
  if (/permission|allow list/i.test(message)) return because('no_permission');
  return because(details.errcode === 80001 ? 'sdk_config_refused' : 'no_external_contact');
}

function toSdk({ timestamp, nonceStr, signature }: JsSignature) {
  return { timestamp, nonceStr, signature };
}

const pageUrl = () => location.href.replace(/#.*$/, '');

/** Signs pages: with what the server wrote into this one, or by asking, once for each address. */
function createSigner(given: JsSignatures | null, renew = false): () => Promise<JsSignatures> {
  const asked = new Map<string, Promise<JsSignatures>>();
  return () => {
    const url = pageUrl();
    if (given?.url === url) return Promise.resolve(given);
    const query = renew ? { url, renew: 'true' } : { url };
    const known = asked.get(url) ?? call(getJsSignatures, { query });
    asked.set(url, known);
    return known;
  };
}

/** True when the client did not find the signature right, as with a ticket that became void before its time. */
function isWrongSignature(failure: unknown): boolean {
  return failure instanceof ClientProblem && /invalid ?signature/i.test(failure.message);
}

/** Registers the page and reads the open chat; `fail` hears what the SDK reports on the side. */
async function readChat(
  viewer: Viewer,
  signatures: () => Promise<JsSignatures>,
  fail: (error: unknown) => void,
): Promise<string> {
  const signed = (of: 'corp' | 'agent') => async () => {
    try {
      return toSdk((await signatures())[of]);
    } catch (error) {
      fail(error);
      throw error;
    }
  };
  const refused = (failure: unknown) =>
    fail(new ClientProblem('sdk_config_refused', messageOf(failure), clientProblem(failure)));
  ww.register({
    corpId: viewer.corp.wecomCorpId,
    agentId: viewer.corp.agentId,
    jsApiList,
    getConfigSignature: signed('corp'),
    getAgentConfigSignature: signed('agent'),
    onConfigFail: refused,
    onAgentConfigFail: refused,
  });
  let entry: string | null = null;
  const context = ww.getContext().then(
    (result) => {
      entry = result.entry;
    },
    () => {},
  );
  try {
    return (await ww.getCurExternalContact()).userId;
  } catch (failure) {
    await Promise.race([context, new Promise((resolve) => setTimeout(resolve, 200))]);
    throw clientProblem(failure, entry);
  }
}

/**
 * The external user id of the customer in the open chat.
 *
 * @param viewer - whose corp and app register the page
 * @param given - the signatures the server wrote into the page, if it did
 * @throws ClientProblem, or the ApiError of the signature route
 */
export async function currentExternalContact(viewer: Viewer, given: JsSignatures | null): Promise<string> {
  if (!isWeCom()) throw new ClientProblem('outside_wecom', 'This is not the WeCom client');
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      timer = setTimeout(() => reject(new ClientProblem('timeout', 'The client did not answer')), patienceMs);
      const read = (signatures: () => Promise<JsSignatures>) =>
        new Promise<string>((found, failed) => {
          readChat(viewer, signatures, failed).then(found, failed);
        });
      read(createSigner(given))
        .catch((failure) => {
          if (!isWrongSignature(failure)) throw failure;
          return read(createSigner(null, true));
        })
        .then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
  }
}
