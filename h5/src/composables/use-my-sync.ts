import { getMySync } from '@guanxi/shared/sync';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';
import { usePolling } from './use-polling.ts';

/**
 * Whether the viewer's own customers are here yet, followed while they are being read.
 *
 * @param onRead - called when they have just arrived
 */
export function useMySync(onRead: () => void) {
  const { data, state, load, refresh } = useLoad(() => call(getMySync, {}));
  usePolling(
    () => data.value?.state === 'reading',
    async () => {
      await refresh();
      if (data.value?.state === 'read') onRead();
    },
  );
  return { sync: data, state, load };
}
