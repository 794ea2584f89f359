/**
 * The client's side of the JS bridge: answers what a framed page asks, as the real client does.
 * The page's side is `bridge.js`.
 */
import { bridgeApis } from './bridge-apis.js';

/**
 * Who sits before the client and what the frame stands beside, all by the plain ids of the corp.
 * @typedef {object} FrameSession
 * @property {string} corpid
 * @property {string} userid
 * @property {number} agentid the app whose page was opened
 * @property {string} entry where the page was opened from: `single_chat_tools`, `group_chat_tools` or `normal`
 * @property {string | null} externalUserId the customer of the open chat
 * @property {string | null} chatId the open customer group
 *
 * What a page may do to the client.
 * @typedef {object} ClientActs
 * @property {(url: string, kind: 'corp' | 'agent', signed: object) => Promise<{ok: boolean, errMsg: string, errCode?: number, app: AppStanding}>} verify
 * @property {(agentid: number, ids: string[]) => Promise<string[]>} show ids as the app sees them
 * @property {(agentid: number, ids: string[]) => Promise<string[]>} meant what ids of the app mean
 * @property {(said: {text: string, msgtype: string, body: object}) => Promise<boolean>} say false when the member cancelled
 * @property {(externalUserId: string) => Promise<boolean>} openChat
 * @property {(chatId: string) => Promise<boolean>} openGroup
 * @property {(owner: string, members: string[], name: string | undefined) => Promise<string>} startGroup
 * @property {(type: number, userid: string) => Promise<boolean>} openProfile
 * @property {(type: string, id: string) => string | undefined} nameOf
 * @property {() => Promise<string[] | null>} pickCustomers null when the member cancelled
 * @property {(asked: {departments: boolean, users: boolean, isMany: boolean, chosen: string[]}) => Promise<string[] | null>} pickPeople
 * @property {(asked: {isInChat: boolean, totalFee?: number, description?: string}) => Promise<{paymentId: string} | null>} pay
 * @property {() => void} addCustomer
 * @property {(url: string) => void} openBrowser
 * @property {() => void} close
 *
 * What the app that registered a page may, for the member who has the client.
 * @typedef {{agentid: number, permissions: string[], sees_names: boolean, in_range: boolean, has_feature: boolean}} AppStanding
 * How a page is registered: by config with the corp's identity, by agentConfig with an app's.
 * @typedef {{list: string[], signed: object, app: AppStanding}} Registered
 * @typedef {{corp?: Registered, agent?: Registered}} Identities
 *
 * @typedef {{session: FrameSession, acts: ClientActs, identities: Identities, href: string}} Call
 */

/** @type {Map<MessageEventSource, {origin: string, session: FrameSession, acts: ClientActs, pages: Map<string, Identities>}>} */
const frames = new Map();

const UNKNOWN = 'function not exist';

/** @param {Call} call @param {string} name @param {Record<string, unknown>} params */
const answerOf = async (call, name, params) => {
  const api = Object.hasOwn(bridgeApis, name) ? bridgeApis[name] : undefined;
  if (!api) return { err_msg: `${name}:${UNKNOWN}` };
  try {
    const { says, fail, code, ...result } = (await api(call, params)) ?? {};
    if (says !== undefined) return { err_msg: `${name}:${says}` };
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
  // A page that is loaded anew has another number, and must register again.
  const page = String(asked.page);
  const identities = frame.pages.get(page) ?? {};
  frame.pages.set(page, identities);
  const call = { session: frame.session, acts: frame.acts, identities, href: asked.href };
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
  frames.set(target, { origin: new URL(frame.src).origin, session, acts, pages: new Map() });
  return () => frames.delete(target);
};
