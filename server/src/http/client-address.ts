import { BlockList, isIP } from 'node:net';
import type { Context, Middleware, Next } from 'koa';

/** True for the address of a proxy of ours. */
export type IsTrustedProxy = (address: string) => boolean;

/**
 * Knows the proxies in front of this server.
 *
 * @param proxies - addresses, and ranges such as `10.0.0.0/8`, already checked
 */
export function trustProxies(proxies: readonly string[]): IsTrustedProxy {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = familyOf(address);
    if (bits === undefined) {
      list.addAddress(address, family);
    } else {
      list.addSubnet(address, Number(bits), family);
    }
  }
  return (address) => isIP(address) > 0 && list.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/**
 * Where a request comes from: the other end of the connection, or what a trusted proxy there says of it. Of a list only
 * what a trusted proxy added counts, so it is read from the right; the rest is what the caller wrote.
 *
 * @param peer - the other end of the connection
 * @param forwardedFor - the X-Forwarded-For header; empty without one
 */
export function findClientAddress(peer: string, forwardedFor: string, isTrusted: IsTrustedProxy): string {
  let address = plainAddress(peer) ?? peer;
  for (const entry of forwardedFor.split(',').toReversed()) {
    const next = plainAddress(entry.trim());
    if (next === null || !isTrusted(address)) {
      break;
    }
    address = next;
  }
  return address;
}

/** An address without port, brackets, zone and the way IPv6 writes IPv4; null for what is none. */
function plainAddress(text: string): string | null {
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(text) ?? [];
  const [, withPort] = /^([\d.]+):\d+$/.exec(text) ?? [];
  const bare = (bracketed ?? withPort ?? text).replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(bare) > 0 ? bare : null;
}

/** What is counted as one caller: an IPv4 address, or the network of 64 bits that one household or office has in IPv6. */
export function callerOf(address: string): string {
  if (isIP(address) !== 6) {
    return address;
  }
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = written.split('::');
  const start = head.split(':').filter(Boolean);
  const end = (tail ?? '').split(':').filter(Boolean);
  const groups = [...start, ...Array<string>(8 - start.length - end.length).fill('0'), ...end];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** Told when a proxy speaks that the settings do not name. */
interface ProxyLog {
  warn(fields: Record<string, unknown>, message: string): void;
}

/** Finds the caller of every request, for what is counted by it. */
export function knowCaller(isTrusted: IsTrustedProxy, log: ProxyLog): Middleware {
  let hasWarned = false;
  return async (ctx: Context, next: Next) => {
    const peer = ctx.req.socket.remoteAddress ?? '';
    const forwardedFor = ctx.get('x-forwarded-for');
    if (forwardedFor !== '' && !hasWarned && !isTrusted(plainAddress(peer) ?? peer)) {
      hasWarned = true;
      log.warn({}, 'X-Forwarded-For from an address that TRUSTED_PROXIES does not name is ignored');
    }
    ctx.state.caller = callerOf(findClientAddress(peer, forwardedFor, isTrusted));
    await next();
  };
}
