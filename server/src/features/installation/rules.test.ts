import { InstallationStateKind } from '@guanxi/shared/installation';
import { describe, expect, test } from 'vitest';
import { settleState, troubleKinds, troubleOf, weightOf } from './rules.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 4, 0, second));
const news = { kind: 'low_activity', subject: '', turn: 'begins', at: at(10), until: null } as const;
const known = {
  ...{ kind: 'low_activity', subject: '', since: at(1), until: null, endedAt: null, toldAt: at(1) },
};

describe('news of a state', () => {
  test('begins it', () => {
    expect(settleState(null, news)).toMatchObject({ since: at(10), endedAt: null, toldAt: at(10) });
  });

  test('that lasts already keeps its beginning and takes the newer date', () => {
    expect(settleState(known, { ...news, until: at(50) })).toMatchObject({ since: at(1), until: at(50) });
  });

  test('that had ended begins it anew', () => {
    expect(settleState({ ...known, endedAt: at(5), toldAt: at(5) }, news)).toMatchObject({
      ...{ since: at(10), endedAt: null },
    });
  });

  test('ends it', () => {
    expect(settleState(known, { ...news, turn: 'ends' })).toMatchObject({ since: at(1), endedAt: at(10) });
  });

  test('that is older than what is known changes nothing', () => {
    expect(settleState({ ...known, endedAt: at(20), toldAt: at(20) }, news)).toBeNull();
  });

  test('that overtook its beginning keeps it from beginning late', () => {
    const ended = settleState(null, { ...news, turn: 'ends', at: at(20) });
    expect(ended).toMatchObject({ endedAt: at(20) });
    expect(settleState(ended, news)).toBeNull();
  });
});

test.each([
  [40084, 'access_ended'],
  [48004, 'access_ended'],
  [50003, 'app_disabled'],
  [60246, 'not_online'],
  [60020, 'address_refused'],
  [48006, 'permission_withdrawn'],
  [48011, 'low_activity'],
  [45009, null],
  [48002, null],
] as const)('refusal %i tells of %s', (errcode, kind) => {
  expect(troubleOf(errcode)).toBe(kind);
});

test('every trouble stops something, and every kind has a weight', () => {
  expect(troubleKinds.map(weightOf)).toEqual(troubleKinds.map(() => 'stops'));
  expect(InstallationStateKind.options.map(weightOf)).not.toContain(undefined);
});
