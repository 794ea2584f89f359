import { defined } from './defined.ts';
import type { AppEvent, CardEvent, EventBase, EventName, WecomEvent } from './event-types.ts';
import type { Fields } from './fields.ts';

type Reader = (fields: Fields, base: EventBase) => WecomEvent | null;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['subscribe', ofMember('app.subscribed')],
  ['unsubscribe', ofMember('app.unsubscribed')],
  ['enter_agent', ofMember('app.entered')],
  ['change_app_admin', (_fields, base) => ({ ...base, type: 'app.admins_changed' })],
  ['share_agent_change', shares(false)],
  ['share_chain_change', shares(true)],
  ['inactive_alert', warning('activity.warned')],
  ['low_active_alert', warning('activity.low_warned')],
  ['close_inactive_agent', (_fields, base) => ({ ...base, type: 'activity.closed' })],
  ['reopen_inactive_agent', (_fields, base) => ({ ...base, type: 'activity.reopened' })],
  ['low_active', (_fields, base) => ({ ...base, type: 'activity.low' })],
  ['active_restored', (_fields, base) => ({ ...base, type: 'activity.restored' })],
  ['template_card_event', card('card.clicked')],
  ['template_card_menu_event', card('card.menu_clicked')],
  ['batch_job_result', readJob],
  ['upload_media_job_finish', readUpload],
  ['kf_msg_or_event', readKfMessage],
  ['kf_account_auth_change', readKfAccounts],
]);

/**
 * Reads an event of the app itself; null when it is none, or incomplete.
 * @see https://developer.work.weixin.qq.com/document/path/90376
 */
export function readAppEvent(name: EventName, fields: Fields, base: EventBase): WecomEvent | null {
  return READERS.get(name.name)?.(fields, base) ?? null;
}

function ofMember(type: AppEvent['type']): Reader {
  return (fields, base) => {
    const userId = fields.text('FromUserName');
    return userId ? { ...base, type, userId } : null;
  };
}

function shares(chain: boolean): Reader {
  return (fields, base) => {
    const appId = defined({ appId: fields.text('AppId') });
    return base.corpId ? { ...base, type: 'app.shares_changed', chain, ...appId } : null;
  };
}

function warning(type: 'activity.warned' | 'activity.low_warned'): Reader {
  return (fields, base) => ({ ...base, type, ...defined({ effectAt: fields.instant('EffectTime') }) });
}

function card(type: CardEvent['type']): Reader {
  return (fields, base) => {
    const userId = fields.text('FromUserName');
    const key = fields.text('EventKey');
    if (!userId || !key) return null;
    const told = {
      taskId: fields.text('TaskId'),
      cardType: fields.text('CardType'),
      responseCode: fields.text('ResponseCode'),
    };
    return { ...base, type, userId, key, ...defined(told), selected: selectedOf(fields) };
  };
}

/** `SelectedItems{SelectedItem*}` in XML; in JSON the list may stand in its place. */
function selectedOf(fields: Fields): CardEvent['selected'] {
  const items = fields.nodes('SelectedItems').flatMap((inner) => {
    const named = inner.nodes('SelectedItem');
    return named.length > 0 ? named : [inner];
  });
  return items.flatMap((item) => {
    const questionKey = item.text('QuestionKey');
    return questionKey ? [{ questionKey, optionIds: optionsOf(item) }] : [];
  });
}

/** An option's id is any text, a comma included. */
function optionsOf(item: Fields): string[] {
  const inner = item.nodes('OptionIds');
  return inner.length > 0 ? inner.flatMap((ids) => ids.texts('OptionId')) : item.texts('OptionIds');
}

function readJob(fields: Fields, base: EventBase): WecomEvent | null {
  const [job] = fields.nodes('BatchJob');
  const jobId = job?.text('JobId');
  if (!job || !jobId) return null;
  const failure = { errcode: job.number('ErrCode'), errmsg: job.text('ErrMsg') };
  return { ...base, type: 'job.finished', jobId, jobType: job.text('JobType') ?? '', ...defined(failure) };
}

function readUpload(fields: Fields, base: EventBase): WecomEvent | null {
  const jobId = fields.text('JobId');
  return jobId ? { ...base, type: 'job.finished', jobId, jobType: 'upload_media' } : null;
}

function readKfMessage(fields: Fields, base: EventBase): WecomEvent | null {
  const token = fields.text('Token');
  const openKfId = defined({ openKfId: fields.text('OpenKfId') });
  return token ? { ...base, type: 'kf.message', token, ...openKfId } : null;
}

function readKfAccounts(fields: Fields, base: EventBase): WecomEvent {
  return {
    ...base,
    type: 'kf.accounts_changed',
    addedKfIds: fields.texts('AuthAddOpenKfId'),
    removedKfIds: fields.texts('AuthDelOpenKfId'),
  };
}
