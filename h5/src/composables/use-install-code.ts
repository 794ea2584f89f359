import { getInstallCode, type InstallCode } from '@guanxi/shared/install-codes';
import { call } from '../api/client.ts';
import { type Load, useLoad } from './use-load.ts';

/** A code that installs the app of a template. */
export function useInstallCode(templateId: string): Load<InstallCode, []> {
  return useLoad(() => call(getInstallCode, { params: { templateId } }));
}
