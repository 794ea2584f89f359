import type { InstallCode } from '@guanxi/shared/install-codes';
import { SECOND } from '@guanxi/shared/time';
import { AppError } from '../../http/app-error.ts';
import type { Provider, Suites } from './suite.ts';

/** What making a code needs of the server. */
export interface InstallCodeContext {
  readonly suites: Suites;
  readonly provider: Provider | null;
  readonly now: () => Date;
}

/** Comes back with the event of the installation; what we know of it is in the code itself. */
const stateOfOurCodes = 'guanxi';

/**
 * A code that an administrator scans with their phone to have the template's app made for their company. The event of
 * the template tells of the installation.
 *
 * @throws AppError `session.corp_unknown` for what is no template of ours; `wecom.misconfigured` without the provider's secret
 */
export async function getInstallCode(ctx: InstallCodeContext, templateId: string): Promise<InstallCode> {
  const template = ctx.suites.find(templateId);
  if (template?.kind !== 'customized') {
    throw new AppError('session.corp_unknown');
  }
  if (ctx.provider === null) {
    throw new AppError('wecom.misconfigured');
  }
  const request = { state: stateOfOurCodes, templateIds: [templateId] };
  const code = await ctx.provider.client.getCustomizedAuthUrl(request, { priority: 'interactive' });
  const expiresAt = new Date(ctx.now().getTime() + code.expiresInSeconds * SECOND);
  return { name: template.name, url: code.url, expiresAt: expiresAt.toISOString() };
}
