import {
  createJoinWay,
  deleteJoinWay,
  type JoinWay,
  type JoinWayInput,
  listJoinWays,
  retryJoinWay,
  updateJoinWay,
} from '@guanxi/shared/join-ways';
import { computed } from 'vue';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';
import { usePolling } from './use-polling.ts';

/** The ways into group chats, followed while one is on its way to the platform. */
export function useJoinWays() {
  const { state, data, problem, load, refresh } = useLoad(async () => (await call(listJoinWays, {})).items);
  const ways = computed<JoinWay[]>(() => data.value ?? []);
  const polling = usePolling(
    () => ways.value.some((way) => way.state === 'pending'),
    async () => void (await refresh()),
  );

  async function done(change: Promise<unknown>): Promise<void> {
    await change;
    await refresh();
    polling.restart();
  }
  return {
    state,
    ways,
    problem,
    load,
    /** Makes a way, or changes the one named. @throws ApiError */
    save: (body: JoinWayInput, joinWayId: number | null) =>
      done(
        joinWayId === null
          ? call(createJoinWay, { body })
          : call(updateJoinWay, { params: { joinWayId }, body }),
      ),
    /** @throws ApiError */
    remove: (joinWayId: number) => done(call(deleteJoinWay, { params: { joinWayId } })),
    /** @throws ApiError */
    retry: (joinWayId: number) => done(call(retryJoinWay, { params: { joinWayId }, body: {} })),
  };
}
