import type { FollowUp } from '@guanxi/shared/follow-ups';
import type { TimelineEntry } from '@guanxi/shared/timeline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent } from 'vue';
import { failed, fine, mountInApp, serve } from '../test-kit.ts';
import { useFollowUpActions } from './use-follow-up-actions.ts';
import { useFollowUps } from './use-follow-ups.ts';
import { entryOf, useTimeline, withFollowUp, withHead } from './use-timeline.ts';
import { createToasts, undoMs } from './use-toast.ts';

const followUp = (id: number, hour: number): FollowUp => ({
  id,
  customerId: 7,
  author: { memberId: 1, userId: 'zhangsan', name: '张三' },
  method: 'phone',
  outcome: null,
  text: `第 ${id} 条`,
  nextAt: null,
  createdAt: `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`,
  editedAt: null,
  editableUntil: null,
});
const ids = (entries: TimelineEntry[]) =>
  entries.map((entry) => (entry.kind === 'follow_up' ? entry.followUp.id : 0));

async function start(first: FollowUp[], refresh = vi.fn()) {
  let timeline!: ReturnType<typeof useTimeline>;
  let remove!: ReturnType<typeof useFollowUpActions>['remove'];
  const wrapper = await mountInApp(
    defineComponent(() => {
      timeline = useTimeline(7, { items: first.map(entryOf), nextCursor: null });
      remove = useFollowUpActions(useFollowUps(7, 1), timeline, refresh).remove;
      return () => null;
    }),
  );
  const shown = () => ids(timeline.entries.value);
  const toast = () => wrapper.find('#toast').text();
  const undo = async () => {
    await wrapper.find('#undo').trigger('click');
    await vi.advanceTimersByTimeAsync(0);
  };
  return { timeline, remove, shown, toast, undo, refresh };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the timeline', () => {
  it('takes a new follow-up where it belongs, and a changed one in its place', () => {
    const entries = [followUp(3, 9), followUp(1, 3)].map(entryOf);
    expect(ids(withFollowUp(entries, followUp(2, 5)))).toEqual([3, 2, 1]);
    expect(ids(withFollowUp(entries, followUp(0, 1)))).toEqual([3, 1, 0]);
    const changed = withFollowUp(entries, { ...followUp(1, 3), text: '改过' });
    expect(changed[1]).toMatchObject({ followUp: { text: '改过' } });
  });

  it('takes a fresher first page without losing what was read further down', () => {
    const entries = [followUp(3, 9), followUp(2, 5), followUp(1, 3)].map(entryOf);
    const head = [followUp(4, 10), followUp(3, 9)].map(entryOf);
    expect(ids(withHead(entries, head))).toEqual([4, 3, 2, 1]);
  });

  it('asks for follow-ups only, and grows by cursor', async () => {
    const sent = serve(({ url }) => {
      const isSecond = url.includes('cursor=2');
      return fine({ items: [entryOf(followUp(isSecond ? 1 : 2, 5))], nextCursor: isSecond ? null : '2' });
    });
    const { timeline, shown } = await start([]);
    await timeline.show('follow_ups');
    await timeline.more();
    expect(shown()).toEqual([2, 1]);
    expect(timeline.isFinished.value).toBe(true);
    expect(sent.map((one) => one.url)).toEqual([
      '/api/customers/7/timeline?only=follow_ups',
      '/api/customers/7/timeline?only=follow_ups&cursor=2',
    ]);
  });

  it('stops at a failure and goes on from there', async () => {
    let isUp = false;
    serve(() =>
      isUp ? fine({ items: [entryOf(followUp(1, 1))], nextCursor: null }) : failed('server.unknown'),
    );
    const { timeline, shown } = await start([]);
    await timeline.show('follow_ups');
    expect(timeline.isFailed.value).toBe(true);
    isUp = true;
    await timeline.more();
    expect([shown(), timeline.state.value]).toEqual([[1], 'done']);
  });
});

describe('deleting a follow-up', () => {
  it('takes it away at once and tells the server', async () => {
    const sent = serve(() => fine({}));
    const { remove, shown, toast, refresh } = await start([followUp(2, 5), followUp(1, 3)]);
    const removing = remove(followUp(2, 5));
    expect(shown()).toEqual([1]);
    await removing;
    expect(sent).toMatchObject([{ method: 'DELETE', url: '/api/follow-ups/2' }]);
    expect(toast()).toBe('跟进已删除');
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('puts it back when that is taken back in time', async () => {
    const sent = serve(({ method }) => fine(method === 'DELETE' ? {} : followUp(2, 5)));
    const { remove, shown, toast, undo } = await start([followUp(2, 5)]);
    await remove(followUp(2, 5));
    expect(shown()).toEqual([]);
    await undo();
    expect(shown()).toEqual([2]);
    expect(sent.map((one) => `${one.method} ${one.url}`)).toEqual([
      'DELETE /api/follow-ups/2',
      'POST /api/follow-ups/2/restore',
    ]);
    expect(toast()).toBe('跟进已恢复');
  });

  it('brings it back when the server refuses', async () => {
    serve(() => failed('follow_up.locked', 409));
    const { remove, shown, toast } = await start([followUp(2, 5)]);
    await remove(followUp(2, 5));
    expect(shown()).toEqual([2]);
    expect(toast()).toBe('没删掉：超过 24 小时，不能再改');
  });
});

describe('undo', () => {
  it('is offered for five seconds', () => {
    const { current, show } = createToasts();
    const undo = vi.fn();
    show('删了', { undo });
    vi.advanceTimersByTime(undoMs - 1);
    current.value?.undo?.();
    expect([undo.mock.calls.length, current.value]).toEqual([1, null]);
    show('又删了', { undo });
    vi.advanceTimersByTime(undoMs);
    expect([undo.mock.calls.length, current.value]).toEqual([1, null]);
  });
});
