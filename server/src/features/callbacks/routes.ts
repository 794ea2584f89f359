import type { PlatformRoute } from '../../http/platform-routes.ts';
import { answerUrlCheck, type CallbackContext, receiveCallback } from './receive-callback.ts';

/** The addresses the platform calls for self-built apps. */
export const callbackRoutes: readonly PlatformRoute<CallbackContext>[] = [
  {
    method: 'GET',
    path: '/wecom/callback/:corpId',
    handle: (server, { params, queryString }) => answerUrlCheck(server, params.corpId ?? '', queryString),
  },
  {
    method: 'POST',
    path: '/wecom/callback/:corpId',
    async handle(server, { params, queryString, body }) {
      await receiveCallback(server, params.corpId ?? '', { queryString, body });
      return '';
    },
  },
];
