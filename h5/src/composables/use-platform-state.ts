import { getPlatformState } from '@guanxi/shared/platform';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';

/** Which calls of WeCom wait, and what became of those of the last hour. */
export function usePlatformState() {
  const { data, load } = useLoad(() => call(getPlatformState, {}));
  return { platform: data, load };
}
