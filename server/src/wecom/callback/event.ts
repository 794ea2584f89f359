import { defined } from './defined.ts';
import { readDocument } from './document.ts';
import { readAcquisitionEvent } from './event-acquisition.ts';
import { readAppEvent } from './event-app.ts';
import { readAuthEvent } from './event-auth.ts';
import { readContactEvent } from './event-contact.ts';
import { readExternalEvent } from './event-external.ts';
import { readLicenceEvent } from './event-licence.ts';
import type { EventBase, WecomEvent } from './event-types.ts';
import { type Fields, fieldsOf, type RawFields } from './fields.ts';

/**
 * Reads a decrypted message: the envelope of an app (`ToUserName`, `Event`) or of a suite (`SuiteId`, `InfoType`),
 * as XML or JSON. An event that is unknown, or lacks what its kind needs, comes back as `unknown` with its fields.
 * @param plaintext as {@link openCallback} returned it
 * @param receivedAt stands in for the time of a message that carries none
 * @throws {CallbackError} `bad_request`: not a document at all
 * @see https://developer.work.weixin.qq.com/document/path/92130 customer events
 * @see https://developer.work.weixin.qq.com/document/path/90970 contact events
 */
export function parseEvent(plaintext: string, receivedAt: Date = new Date(0)): WecomEvent {
  const raw = readDocument(plaintext);
  const fields = fieldsOf(raw);
  const base = baseOf(fields, receivedAt);
  const msgType = fields.text('MsgType');
  if (msgType && msgType !== 'event')
    return readMessage(fields, base, msgType, raw) ?? unknown(fields, base, raw);
  const name = {
    name: fields.text('InfoType') ?? fields.text('Event') ?? '',
    changeType: fields.text('ChangeType') ?? '',
  };
  for (const read of READERS) {
    const event = read(name, fields, base);
    if (event) return event;
  }
  return unknown(fields, base, raw);
}

const READERS = [
  readExternalEvent,
  readContactEvent,
  readAppEvent,
  readAuthEvent,
  readLicenceEvent,
  readAcquisitionEvent,
];

/** Where an event of a suite or a provider names the corp it is about; the first that is there counts. */
const CORP_FIELDS = ['AuthCorpId', 'PaidCorpId', 'ServiceCorpId'];

function baseOf(fields: Fields, receivedAt: Date): EventBase {
  const suiteId = fields.text('SuiteId');
  const named = CORP_FIELDS.map((name) => fields.text(name)).find((id) => id !== undefined);
  // Events about shared apps name it by the plainest word; an app's own address has it as receiver.
  const corpId = named ?? fields.text(suiteId ? 'CorpId' : 'ToUserName');
  return {
    corpId: corpId ?? '',
    ...defined({ agentId: fields.text('AgentID'), suiteId }),
    at: fields.instant('CreateTime') ?? fields.instant('TimeStamp') ?? receivedAt,
  };
}

function readMessage(fields: Fields, base: EventBase, msgType: string, raw: RawFields): WecomEvent | null {
  const userId = fields.text('FromUserName');
  if (!userId) return null;
  const optional = defined({ msgId: fields.text('MsgId'), content: fields.text('Content') });
  return { ...base, type: 'message', userId, msgType, ...optional, fields: raw };
}

function unknown(fields: Fields, base: EventBase, raw: RawFields): WecomEvent {
  const names = {
    event: fields.text('Event'),
    infoType: fields.text('InfoType'),
    changeType: fields.text('ChangeType'),
  };
  return { ...base, type: 'unknown', ...defined(names), fields: raw };
}
