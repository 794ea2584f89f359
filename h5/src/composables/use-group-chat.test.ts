import type { GroupChatCard, GroupMember } from '@guanxi/shared/group-chats';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick, shallowRef } from 'vue';
import { failed, fine, runScoped, serve } from '../test-kit.ts';
import { useGroupMembers } from './use-group-chat.ts';

const member = (id: number) => ({ id, displayName: `成员${id}` }) as GroupMember;
const cardWith = (ids: number[], nextCursor: string | null) =>
  ({ id: 5, members: { items: ids.map(member), nextCursor } }) as GroupChatCard;

let stop = () => {};
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function open(first: GroupChatCard) {
  const card = shallowRef(first);
  const scoped = runScoped(() => useGroupMembers(() => card.value));
  stop = scoped.stop;
  return { card, ...scoped.result };
}
const ids = ({ items }: Pick<ReturnType<typeof open>, 'items'>) => items.value.map(({ id }) => id);

describe('the people of a group', () => {
  it('start with the page of the card, without asking', () => {
    const sent = serve(() => fine({}));
    const people = open(cardWith([1, 2], null));
    expect([ids(people), people.isFinished.value, sent]).toEqual([[1, 2], true, []]);
  });

  it('go on behind that page', async () => {
    const sent = serve(() => fine({ items: [member(3)], nextCursor: null }));
    const people = open(cardWith([1, 2], 'c1'));
    await people.more();
    expect(ids(people)).toEqual([1, 2, 3]);
    expect(sent[0]?.url).toBe('/api/group-chats/5/members?limit=50&cursor=c1');
  });

  it('are searched once after a pause, and the card is back when the search is cleared', async () => {
    const sent = serve(() => fine({ items: [member(9)], nextCursor: null }));
    const people = open(cardWith([1, 2], null));
    for (const text of ['o', 'oy', 'oy ']) {
      people.search.value = text;
      await nextTick();
    }
    await vi.advanceTimersByTimeAsync(300);
    expect([ids(people), sent.map(({ url }) => url)]).toEqual([
      [9],
      ['/api/group-chats/5/members?search=oy&limit=50'],
    ]);
    people.search.value = '';
    await nextTick();
    expect(ids(people)).toEqual([1, 2]);
  });

  it('are renewed by a fresh card, but not under somebody who searches or has scrolled on', async () => {
    serve(() =>
      fine({ items: Array.from({ length: 50 }, (_, index) => member(100 + index)), nextCursor: null }),
    );
    const people = open(cardWith([1], 'c1'));
    people.card.value = cardWith([1, 2], 'c1');
    await nextTick();
    expect(ids(people)).toEqual([1, 2]);
    await people.more();
    people.card.value = cardWith([7], null);
    await nextTick();
    expect(people.items.value).toHaveLength(52);
  });

  it('say that the next page could not be had, and try again', async () => {
    let isDown = true;
    serve(() =>
      isDown ? failed('server.unavailable', 503) : fine({ items: [member(3)], nextCursor: null }),
    );
    const people = open(cardWith([1], 'c1'));
    await people.more();
    expect(people.isFailed.value).toBe(true);
    isDown = false;
    await people.more();
    expect(ids(people)).toEqual([1, 3]);
  });
});
