import {
  listFailedJobs,
  listUnhandledEvents,
  replayAllFailedJobs,
  replayFailedJob,
} from '@guanxi/shared/failed-work';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';

const pageSize = 100;

/** Work that was given up, and kinds of events nobody handles. */
export function useFailedWork() {
  const { state, data, problem, load, refresh } = useLoad(async () => {
    const [jobs, events] = await Promise.all([
      call(listFailedJobs, { query: { limit: pageSize } }),
      call(listUnhandledEvents, {}),
    ]);
    return { jobs, events: events.items };
  });

  /** Has one task tried again. @throws ApiError */
  async function replay(id: number) {
    await call(replayFailedJob, { params: { id } });
    await refresh();
  }

  /** Has every task tried again; answers how many. @throws ApiError */
  async function replayAll(): Promise<number> {
    const { replayed } = await call(replayAllFailedJobs, { body: {} });
    await refresh();
    return replayed;
  }
  return { state, work: data, problem, load, replay, replayAll };
}
