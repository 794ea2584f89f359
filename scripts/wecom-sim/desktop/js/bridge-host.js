/**
 * The client's side of the JS bridge: answers what a framed page asks, as the real client does.
 * The page's side is `bridge.js`.
 */
import { bridgeApis } from './bridge-apis.js';

/**
 * Who sits before the client and what the frame stands beside.
 * @typedef {object} FrameSession
 * @property {string} corpid
 * @property {string} userid
 * @property {string} entry where the page was opened from: `single_chat_tools` or `normal`
 * @property {string | null} externalUserId the customer of the open chat
 *
 * What a page may do to the client.
 * @typedef {object} ClientActs
 * @property {(url: string, kind: 'corp' | 'agent', signed: object) => Promise<{ok: boolean, errMsg: string}>} verify
 * @property {(text: string) => Promise<boolean>} say false when the member cancelled
 * @property {(externalUserId: string) => Promise<boolean>} openChat
 * @property {(type: number, userid: string) => Promise<boolean>} openProfile
 * @property {() => void} addCustomer
 * @property {(url: string) => void} openBrowser
 * @property {() => void} close
 *
 * @typedef {{session: FrameSession, acts: ClientActs, granted: Map<string, string[]>, page: string, href: string}} Call
 */

/** @type {Map<MessageEventSource, {origin: string, session: FrameSession, acts: ClientActs, granted: Map<string, string[]>}>} */
const frames = new Map();

const UNKNOWN = 'function not exist';

/** @param {Call} call @param {string} name @param {Record<string, unknown>} params */
const answerOf = async (call, name, params) => {
  const api = Object.hasOwn(bridgeApis, name) ? bridgeApis[name] : undefined;
  if (!api) return { err_msg: `${name}:${UNKNOWN}` };
  try {
    const { fail, code, isCancelled, ...result } = (await api(call, params)) ?? {};
    if (isCancelled) return { err_msg: `${name}:cancel` };
    if (fail === undefined) return { err_msg: `${name}:ok`, ...result };
    return { err_msg: `${name}:fail ${fail}`, ...(code !== undefined && { err_code: code }) };
  } catch (error) {
    return { err_msg: `${name}:fail ${error instanceof Error ? error.message : 'system error'}` };
  }
};

/** The address a page gives of itself counts only within the origin that the frame was made for. */
const isOwnAddress = (/** @type {unknown} */ href, /** @type {string} */ origin) =>
  typeof href === 'string' && URL.canParse(href) && new URL(href).origin === origin;

const hear = async (/** @type {MessageEvent} */ message) => {
  const asked = message.data ?? {};
  const frame = message.source ? frames.get(message.source) : undefined;
  if (frame?.origin !== message.origin || asked.wecomBridge !== 'invoke') return;
  if (!isOwnAddress(asked.href, frame.origin)) return;
  const call = { ...frame, page: String(asked.page), href: asked.href };
  const result = await answerOf(call, String(asked.name), asked.params ?? {});
  const answer = { wecomBridge: 'answer', page: asked.page, id: asked.id, result };
  /** @type {Window} */ (message.source).postMessage(answer, message.origin);
};

window.addEventListener('message', hear);

/**
 * Lets a frame, already in the document, call the client.
 * @param {HTMLIFrameElement} frame
 * @param {FrameSession} session
 * @param {ClientActs} acts
 * @returns {() => void} ends it
 */
export const connectFrame = (frame, session, acts) => {
  const target = frame.contentWindow;
  if (!target) return () => {};
  frames.set(target, { origin: new URL(frame.src).origin, session, acts, granted: new Map() });
  return () => frames.delete(target);
};
