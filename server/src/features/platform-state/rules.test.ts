import { platformCauseText, platformWorkText } from '@guanxi/shared/platform';
import { describe, expect, test } from 'vitest';
import { concernsTenant, REACTION_TABLE } from '../../wecom/index.ts';
import { causeOf, outcomeOf, workOf } from './rules.ts';

describe('the work of a call', () => {
  test.each([
    ['gettoken', 'token'],
    ['service/get_corp_token', 'token'],
    ['auth/getuserinfo', 'sign_in'],
    ['ticket/get', 'page'],
    ['user/get', 'members'],
    ['externalcontact/get_follow_user_list', 'members'],
    ['externalcontact/get', 'customers'],
    ['externalcontact/batch/get_by_user', 'customers'],
    ['externalcontact/mark_tag', 'tags'],
    ['externalcontact/get_corp_tag_list', 'tags'],
    ['externalcontact/remark', 'remarks'],
    ['externalcontact/groupchat/get', 'groups'],
    ['externalcontact/groupchat/add_join_way', 'channels'],
    ['externalcontact/add_contact_way', 'channels'],
    ['externalcontact/groupchat/statistic_group_by_day', 'statistics'],
    ['externalcontact/transfer_customer', 'handover'],
    ['message/send', 'messages'],
    ['media/upload', 'other'],
  ])('%s: %s', (api, work) => {
    expect(workOf(api)).toBe(work);
  });
});

describe('the cause of a code', () => {
  test.each([
    [45_009, 'too_frequent'],
    [48_004, 'authorisation_ended'],
    [50_003, 'app_disabled'],
    [40_001, 'credentials'],
    [60_020, 'address_not_trusted'],
    [48_002, 'not_granted'],
    [40_135, 'licence'],
    [84_061, 'other'],
  ])('%i: %s', (errcode, cause) => {
    expect(causeOf(errcode)).toBe(cause);
  });

  test('is told of every code that holds up calls, with what to do', () => {
    const codes = REACTION_TABLE.flatMap((row) => row.codes.flat()).filter(concernsTenant);
    expect(codes.length).toBeGreaterThan(15);
    // 48010 is a version of TLS no runtime of today speaks.
    expect(codes.filter((code) => causeOf(code) === 'other' && code !== 48_010)).toEqual([]);
    expect(platformCauseText(causeOf(48_004), 'zh-CN')).toContain('重新安装');
    expect(platformWorkText(workOf('externalcontact/get'), 'en')).toBe('Reading customers');
  });
});

test.each([
  ['ok', 'ok'],
  ['retry', 'busy'],
  ['backOff', 'limited'],
  ['configuration', 'not_permitted'],
  ['subjectGone', 'gone'],
  ['stop', 'refused'],
  ['reauthorise', 'refused'],
  ['drop', 'refused'],
  ['unavailable_timeout', 'unavailable'],
  ['held_back_paused', 'held_back'],
  ['waiting_for_ticket', 'held_back'],
])('%s is told as %s', (reported, outcome) => {
  expect(outcomeOf(reported)).toBe(outcome);
});
