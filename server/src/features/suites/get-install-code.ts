import type { InstallCode } from '@guanxi/shared/install-codes';
import { HOUR, SECOND } from '@guanxi/shared/time';
import { AppError } from '../../http/app-error.ts';
import type { Provider, Suites } from './suite.ts';

/** What making codes needs of the server. */
interface InstallCodeDeps {
  readonly suites: Suites;
  readonly provider: Provider | null;
}

/**
 * A code that an administrator scans with their phone to have the template's app made for their company. The event of
 * the template tells of the installation.
 *
 * @throws AppError `session.corp_unknown` for what is no template of ours; `wecom.misconfigured` without the provider's secret
 */
export type GetInstallCode = (templateId: string) => Promise<InstallCode>;

/** Comes back with the event of the installation; what we know of it is in the code itself. */
const stateOfOurCodes = 'guanxi';
/** Anybody may ask, and each code costs the provider a call: within this time all get the same one. */
const sharedMs = HOUR;

/** Makes codes, and remembers them for a while. */
export function createGetInstallCode(deps: InstallCodeDeps, now: () => Date): GetInstallCode {
  const known = new Map<string, { at: number; code: Promise<InstallCode> }>();
  return (templateId) => {
    const last = known.get(templateId);
    if (last !== undefined && Math.abs(now().getTime() - last.at) < sharedMs) {
      return last.code;
    }
    const code = makeCode(deps, templateId, now);
    // Only templates of ours are remembered, and no refusal.
    code.then(
      () => undefined,
      () => known.delete(templateId),
    );
    known.set(templateId, { at: now().getTime(), code });
    return code;
  };
}

async function makeCode(
  { suites, provider }: InstallCodeDeps,
  templateId: string,
  now: () => Date,
): Promise<InstallCode> {
  const template = suites.find(templateId);
  if (template?.kind !== 'customized') {
    throw new AppError('session.corp_unknown');
  }
  if (provider === null) {
    throw new AppError('wecom.misconfigured');
  }
  const request = { state: stateOfOurCodes, templateIds: [templateId] };
  const code = await provider.client.getCustomizedAuthUrl(request, { priority: 'interactive' });
  const expiresAt = new Date(now().getTime() + code.expiresInSeconds * SECOND);
  return { name: template.name, url: code.url, expiresAt: expiresAt.toISOString() };
}
