import { errorTable } from '@guanxi/shared/errors';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/client.ts';
import { ClientProblem, clientProblem } from '../api/wecom-client.ts';
import { en } from '../i18n/en.ts';
import { zhCn } from '../i18n/zh-cn.ts';
import { causeKey, kindOfCode, problemKinds, problemLook, problemOf } from './problems.ts';

describe('problems', () => {
  it.each([
    ['customer.no_relation', 'customer_no_relation'],
    ['customer.not_found', 'customer_not_found'],
    ['wecom.licence_missing', 'wecom_licence_missing'],
    ['wecom.not_permitted', 'wecom_not_permitted'],
    ['wecom.limited', 'wecom_limited'],
    ['wecom.unavailable', 'wecom_unavailable'],
    ['wecom.access_ended', 'wecom_access_ended'],
    ['wecom.misconfigured', 'wecom_misconfigured'],
    ['session.missing', 'not_signed_in'],
    ['session.outside_range', 'session_outside_range'],
    ['network.offline', 'offline'],
    ['server.unavailable', 'server_unavailable'],
    ['server.unknown', 'server_unknown'],
    ['request.timeout', 'server_unavailable'],
    ['anything.else', 'server_unknown'],
  ])('explains %s as %s', (code, kind) => {
    expect(kindOfCode(code)).toBe(kind);
  });

  it('has its own page for everything that can befall a session, a customer or the platform', () => {
    const codes = Object.keys(errorTable).filter((code) => /^(session|wecom)\.|^customer\./.test(code));
    for (const code of codes) expect([code, kindOfCode(code)]).not.toEqual([code, 'server_unknown']);
  });

  it('has a text for each kind and each step of its remedy, in both languages', () => {
    for (const messages of [zhCn, en]) {
      for (const kind of problemKinds) {
        const text = messages.problem[kind] as Record<string, string>;
        const steps = Object.keys(text).filter((key) => /^s\d$/.test(key));
        expect([kind, text.title && text.cause, steps.length]).toEqual([
          kind,
          text.cause,
          problemLook(kind).steps,
        ]);
      }
    }
  });

  it('keeps the reference number and the platform code', () => {
    const error = new ApiError('wecom.limited', '', { status: 503, requestId: '7F3K-02Q9', errcode: 45009 });
    expect(problemOf(error, 5)).toEqual({
      kind: 'wecom_limited',
      errcode: 45009,
      requestId: '7F3K-02Q9',
      at: 5,
    });
    expect(problemOf(new TypeError('?'), 5).kind).toBe('server_unknown');
  });

  it('says a cause in a few words', () => {
    expect(causeKey(new ApiError('follow_up.locked', ''))).toBe('problem.cause.locked');
    expect(causeKey(new ApiError('session.missing', ''))).toBe('problem.cause.session');
    expect(causeKey(new ApiError('wecom.licence_missing', ''))).toBe('problem.cause.no_licence');
    expect(causeKey(new Error('?'))).toBe('problem.cause.unknown');
  });
});

describe('what the client refuses', () => {
  it.each([
    [
      { errMsg: 'getCurExternalContact:fail without context of external contact' },
      'no_external_contact',
      null,
    ],
    [{ errMsg: 'getCurExternalContact:fail no permission' }, 'no_permission', null],
    [{ errMsg: 'getCurExternalContact:permission denied' }, 'no_permission', null],
    [{ errMsg: 'getCurExternalContact:function not exist' }, 'client_too_old', null],
    [{ errMsg: 'agentConfig:fail invalid url domain' }, 'sdk_config_refused', 80001],
    [{ errMsg: 'config:fail', errCode: 40093 }, 'sdk_config_refused', 40093],
    [new Error('SDK Error: Missing getAgentConfigSignature'), 'sdk_config_refused', null],
    [new Error('invalid signature 42012'), 'sdk_config_refused', 42012],
  ])('%o', (failure, reason, errcode) => {
    expect(clientProblem(failure)).toMatchObject({ reason, errcode });
  });

  it('tells a group chat from another place', () => {
    const inGroup = new ClientProblem('no_external_contact', '', { entry: 'group_chat_tools' });
    expect(problemOf(inGroup).kind).toBe('group_chat');
    expect(problemOf(new ClientProblem('no_external_contact', '', { entry: 'normal' })).kind).toBe(
      'no_external_contact',
    );
  });
});
