import { getInstallation } from '@guanxi/shared/installation';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';

/** How the company installed the product, and what befell that. */
export function useInstallation() {
  const { state, data, problem, load } = useLoad(() => call(getInstallation, {}));
  return { state, installation: data, problem, load };
}
