import type { Middleware } from 'koa';
import { escapeHtml } from './http.ts';
import type { World } from './world/world.ts';

const MEDIA = /^\/wwmedia\/([^/]+)\/([^/]+)$/;
const PICTURE = /^\/wwpic\/([^/]+)\/([^/]+)$/;
const CODE = /^\/qr\/([^/]+)\/([^/]+)$/;

/** In place of a QR code: a card with what the code is for. In this world codes are scanned by `POST /sim/api/scan`. */
const codeCard = (title: string, id: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240"><rect width="240" height="240" fill="#fff"/>` +
  `<rect x="16" y="16" width="208" height="208" rx="8" fill="none" stroke="#1c62d1" stroke-width="4"/>` +
  `<text x="120" y="112" font-size="20" text-anchor="middle" fill="#1a1d23">${escapeHtml(title)}</text>` +
  `<text x="120" y="144" font-size="10" text-anchor="middle" fill="#656c79">${escapeHtml(id)}</text></svg>`;

/** Pictures that were uploaded for good, and the codes of ways. */
export const pictureMiddleware =
  (world: World): Middleware =>
  async (ctx, next) => {
    const [, corpId = '', id = ''] = [PICTURE, MEDIA, CODE].flatMap((path) => [
      ...(path.exec(ctx.path) ?? []),
    ]);
    const corp = world.corps.get(corpId);
    if (!corp) return next();
    const picture = corp.media.picture(id) ?? corp.media.get(id, world.clock.seconds());
    const way = corp.ways.get(id);
    if (picture) {
      ctx.type = picture.contentType;
      ctx.body = picture.bytes;
    } else if (way) {
      ctx.type = 'image/svg+xml';
      ctx.body = codeCard(way.kind === 'join' ? '加入群聊' : '联系我', id);
    }
  };
