import type Router from '@koa/router';
import { readBody } from '../../http/body.ts';
import { DEFAULT_MAX_BODY_BYTES } from '../../wecom/index.ts';
import { answerUrlCheck, type CallbackContext, receiveCallback } from './receive-callback.ts';

/** The addresses the platform calls. They speak the platform's form, not the contract's. */
export function mountCallbacks(router: Router, server: CallbackContext): void {
  router.get('/wecom/callback/:corpId', (ctx) => {
    ctx.body = answerUrlCheck(server, ctx.params.corpId ?? '', ctx.querystring);
    ctx.type = 'text/plain';
  });
  router.post('/wecom/callback/:corpId', async (ctx) => {
    const body = await readBody(ctx, DEFAULT_MAX_BODY_BYTES);
    await receiveCallback(server, ctx.params.corpId ?? '', { queryString: ctx.querystring, body });
    ctx.status = 200;
    ctx.body = '';
  });
}
