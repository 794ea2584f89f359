import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { Instant } from './time.ts';

/** What an administrator scans to have an app made for their company (代开发). */
export const InstallCode = z.object({
  /** What the provider calls the app. */
  name: z.string(),
  /** The text of the QR code. */
  url: z.string(),
  expiresAt: Instant,
});
export type InstallCode = z.output<typeof InstallCode>;

export const getInstallCode = defineRoute({
  method: 'GET',
  path: '/install-codes/:templateId',
  summary: 'A code by which a company installs an app made from a template; each call is a code of its own',
  access: 'public',
  params: z.object({ templateId: z.string().min(1).max(64) }),
  response: InstallCode,
  errors: [
    'session.corp_unknown',
    'session.too_many_attempts',
    'wecom.misconfigured',
    'wecom.limited',
    'wecom.unavailable',
  ],
});
