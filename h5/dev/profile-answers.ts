import {
  changeProfile,
  getProfile,
  type MobileEntry,
  type Profile,
  type ProfileFieldName,
  retryProfile,
  revealMobile,
  undoProfile,
} from '@guanxi/shared/profile';
import type { World } from './fixtures.ts';
import { type Answer, MockFailure, on } from './mock-kit.ts';
import { mobileOf } from './profile.ts';

function profileOf(world: World): Profile {
  if (!world.card.profile) throw new MockFailure('customer.not_found');
  return world.card.profile;
}

function put(world: World, field: ProfileFieldName, parts: object) {
  const profile = profileOf(world);
  world.card.profile = { ...profile, [field]: { ...profile[field], ...parts } };
}

/** Pending changes arrive at the platform a little later. */
function arrive(world: World) {
  for (const [field, { state, value }] of Object.entries(profileOf(world))) {
    if (state === 'pending') put(world, field as ProfileFieldName, { state: 'synced', saved: value });
  }
}

function wish(world: World, field: ProfileFieldName, parts: object) {
  put(world, field, { ...parts, state: 'pending', failure: null });
  setTimeout(() => arrive(world), 2500);
}

const toMobile = (entry: MobileEntry) => mobileOf('ref' in entry ? atob(entry.ref) : entry.number);

/** What the mocked server answers about the reader's own notes. */
export const profileAnswers: Answer[] = [
  on(getProfile, (world) => ({ profile: profileOf(world) })),
  on(changeProfile, (world, { body }) => {
    for (const [field, value] of Object.entries(body)) {
      wish(world, field as ProfileFieldName, {
        value: field === 'mobiles' ? (value as MobileEntry[]).map(toMobile) : value,
      });
    }
    return { profile: profileOf(world) };
  }),
  on(retryProfile, (world, { body }) => {
    for (const field of body.fields) wish(world, field, {});
    return { profile: profileOf(world) };
  }),
  on(undoProfile, (world, { body }) => {
    for (const field of body.fields as ProfileFieldName[]) {
      put(world, field, { value: profileOf(world)[field].saved, state: 'synced', failure: null });
    }
    return { profile: profileOf(world) };
  }),
  on(revealMobile, (_world, { body }) => ({ number: atob(body.ref) })),
];
