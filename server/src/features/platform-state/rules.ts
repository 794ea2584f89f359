import type { CallOutcome, PlatformCause, PlatformWork } from '@guanxi/shared/platform';

/** Beginnings of a call's path, the most telling ones first. */
const worksByPath: readonly (readonly [start: string, work: PlatformWork])[] = [
  ['gettoken', 'token'],
  ['service/', 'token'],
  ['auth/', 'sign_in'],
  ['get_jsapi_ticket', 'page'],
  ['ticket/', 'page'],
  ['user/', 'members'],
  ['department/', 'members'],
  ['agent/', 'members'],
  ['externalcontact/get_follow_user_list', 'members'],
  ['externalcontact/get_user_behavior_data', 'statistics'],
  ['externalcontact/groupchat/statistic', 'statistics'],
  ['externalcontact/groupchat/transfer', 'handover'],
  ['externalcontact/groupchat/onjob_transfer', 'handover'],
  ['externalcontact/groupchat/add_join_way', 'channels'],
  ['externalcontact/groupchat/get_join_way', 'channels'],
  ['externalcontact/groupchat/update_join_way', 'channels'],
  ['externalcontact/groupchat/del_join_way', 'channels'],
  ['externalcontact/groupchat/', 'groups'],
  ['externalcontact/group_welcome_template/', 'welcome'],
  ['externalcontact/send_welcome_msg', 'welcome'],
  ['externalcontact/transfer_', 'handover'],
  ['externalcontact/resigned/', 'handover'],
  ['externalcontact/get_unassigned_list', 'handover'],
  ['externalcontact/remark', 'remarks'],
  ['message/', 'messages'],
];

/** What a call is for. */
export function workOf(api: string): PlatformWork {
  const known = worksByPath.find(([start]) => api.startsWith(start));
  if (known !== undefined) {
    return known[1];
  }
  if (/^externalcontact\/.*(tag)/.test(api)) {
    return 'tags';
  }
  if (/^externalcontact\/.*contact_way/.test(api)) {
    return 'channels';
  }
  return api.startsWith('externalcontact/') ? 'customers' : 'other';
}

const causesByCode: readonly (readonly [cause: PlatformCause, codes: readonly number[]])[] = [
  ['too_frequent', [45_009, 45_033]],
  ['restricted', [45_036]],
  ['authorisation_ended', [40_084, 48_004]],
  ['app_disabled', [50_003, 50_006, 60_031, 60_246]],
  ['corp_closed', [301_007]],
  ['credentials', [40_001, 40_091, 40_013, 40_056, 301_002, 40_080, 40_083, 48_003, 45_031]],
  ['address_not_trusted', [60_020]],
  ['not_granted', [48_001, 48_002, 48_005, 48_007, 48_008, 48_009, 84_074]],
  ['inactive', [48_006, 48_011]],
  [
    'licence',
    [40_133, 40_134, 40_135, 40_136, 40_137, 40_138, 40_139, 40_140, 40_141, 610_023, 610_024, 701_008],
  ],
];

/** What a code of the platform means to an administrator. */
export function causeOf(errcode: number): PlatformCause {
  return causesByCode.find(([, codes]) => codes.includes(errcode))?.[0] ?? 'other';
}

const outcomes: Readonly<Record<string, CallOutcome>> = {
  ok: 'ok',
  retry: 'busy',
  refreshToken: 'token_refused',
  backOff: 'limited',
  configuration: 'not_permitted',
  subjectGone: 'gone',
  waiting_for_ticket: 'held_back',
};

/** What became of a call, in the words of the contract. */
export function outcomeOf(reported: string): CallOutcome {
  if (reported.startsWith('held_back_')) {
    return 'held_back';
  }
  return outcomes[reported] ?? (reported.startsWith('unavailable_') ? 'unavailable' : 'refused');
}
