import type { JsSignatures } from '@guanxi/shared/jssdk';
import { AppError } from '../../http/app-error.ts';
import type { Installations } from '../corps/installation.ts';

/** What signing needs of the server. */
export interface SignPageContext {
  readonly installations: Installations;
  readonly config: { readonly publicUrl: string };
}

/**
 * Both JS-SDK signatures of a page. Only pages of this site are signed: a signature is a permission
 * to call the client's functions.
 *
 * @param url - the page's address; its fragment is left out
 * @param options - `renew`: with new tickets, because the client refused the last signature
 */
export async function signPage(
  ctx: SignPageContext,
  corpId: number,
  url: string,
  options: { renew: boolean } = { renew: false },
): Promise<JsSignatures> {
  const [withoutFragment = url] = url.split('#');
  if (new URL(withoutFragment).origin !== ctx.config.publicUrl) {
    throw new AppError('request.invalid', {
      issues: [{ path: 'query.url', message: 'Only pages of this site can be signed' }],
    });
  }
  const client = ctx.installations.of(corpId).client.with({ priority: 'interactive' });
  const { corp, agent } = await client.jsSignatures(withoutFragment, options);
  return { url: withoutFragment, corp, agent };
}
