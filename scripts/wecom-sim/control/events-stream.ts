import type { Context } from 'koa';
import type { World } from '../world/world.ts';

const GATHER_MS = 50;
const HEARTBEAT_MS = 15_000;

/** Server-sent events: `{corp, topics}` a moment after something a page shows has changed. */
export const streamChanges = (ctx: Context, world: World): void => {
  const stream = ctx.res;
  const changed = new Map<string, Set<string>>();
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    timer = undefined;
    for (const [corp, topics] of changed) {
      stream.write(`event: change\ndata: ${JSON.stringify({ corp, topics: [...topics] })}\n\n`);
    }
    changed.clear();
  };
  const forget = world.onTouch((corpId, topic) => {
    changed.set(corpId, (changed.get(corpId) ?? new Set<string>()).add(topic));
    timer ??= setTimeout(flush, GATHER_MS);
  });
  const heartbeat = setInterval(() => stream.write(': still here\n\n'), HEARTBEAT_MS);
  stream.once('close', () => {
    forget();
    clearInterval(heartbeat);
    clearTimeout(timer);
  });
  ctx.respond = false;
  stream.setHeader('Content-Type', 'text/event-stream');
  stream.writeHead(200);
  stream.write(': connected\n\n');
};
