import { z } from 'zod';
import { list, readAs, text } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';

const ipAnswer = z.object({ ip_list: list(text) });

/**
 * Where callbacks come from: addresses, some with `*` for the last part. Worth asking once a day.
 * @see https://developer.work.weixin.qq.com/document/path/91116
 */
export async function listCallbackIps(call: CorpCall, options?: CallOptions): Promise<string[]> {
  const api = 'getcallbackip';
  return readAs(api, ipAnswer, await call({ api, method: 'GET' }, options)).ip_list;
}

/**
 * Addresses of the platform's own API, for a firewall.
 * @see https://developer.work.weixin.qq.com/document/path/91116
 */
export async function listApiDomainIps(call: CorpCall, options?: CallOptions): Promise<string[]> {
  const api = 'get_api_domain_ip';
  return readAs(api, ipAnswer, await call({ api, method: 'GET' }, options)).ip_list;
}
