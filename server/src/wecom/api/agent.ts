import { z } from 'zod';
import { flag, list, maybeText, number, readAs, someText, text } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';

/** The app itself and its visible range. */
export type Agent = {
  agentId: string;
  name: string;
  logoUrl: string | null;
  homeUrl: string | null;
  closed: boolean;
  visibleUserIds: string[];
  visibleDepartmentIds: number[];
  visibleTagIds: number[];
};

const agent = z
  .object({
    agentid: text,
    name: someText,
    square_logo_url: maybeText,
    home_url: maybeText,
    close: flag,
    allow_userinfos: z.object({ user: list(z.object({ userid: text })) }).nullish(),
    allow_partys: z.object({ partyid: list(number) }).nullish(),
    allow_tags: z.object({ tagid: list(number) }).nullish(),
  })
  .transform(
    (wire): Agent => ({
      agentId: wire.agentid,
      name: wire.name,
      logoUrl: wire.square_logo_url,
      homeUrl: wire.home_url,
      closed: wire.close,
      visibleUserIds: wire.allow_userinfos?.user.map((user) => user.userid) ?? [],
      visibleDepartmentIds: wire.allow_partys?.partyid ?? [],
      visibleTagIds: wire.allow_tags?.tagid ?? [],
    }),
  );

/**
 * The app itself: name, address and visible range.
 * @see https://developer.work.weixin.qq.com/document/path/90363
 */
export async function getAgent(call: CorpCall, agentId: string, options?: CallOptions): Promise<Agent> {
  const api = 'agent/get';
  return readAs(api, agent, await call({ api, method: 'GET', query: { agentid: agentId } }, options));
}
