import type { Middleware } from 'koa';
import { qrPng } from './qr.ts';
import type { World } from './world/world.ts';

const MEDIA = /^\/wwmedia\/([^/]+)\/([^/]+)$/;
const PICTURE = /^\/wwpic\/([^/]+)\/([^/]+)$/;
const INSTALL = /^\/qr\/install\/([^/]+)$/;
const CODE = /^\/qr\/([^/]+)\/([^/]+)$/;

/** Pictures that were uploaded, and the QR codes of ways and of installs, which lead to pages of this host. */
export const pictureMiddleware =
  (world: World, baseUrl: () => string): Middleware =>
  async (ctx, next) => {
    const [, corpId = '', id = ''] = [PICTURE, MEDIA, CODE].flatMap((path) => [
      ...(path.exec(ctx.path) ?? []),
    ]);
    const suiteId = INSTALL.exec(ctx.path)?.[1];
    if (suiteId !== undefined) {
      ctx.type = 'image/png';
      ctx.body = qrPng(`${baseUrl()}/3rdapp/customized?suite_id=${suiteId}`);
      return;
    }
    const corp = world.corps.get(corpId);
    if (!corp) return next();
    const picture = corp.media.picture(id) ?? corp.media.get(id, world.clock.seconds());
    const way = corp.ways.get(id);
    if (picture) {
      ctx.type = picture.contentType;
      ctx.body = picture.bytes;
    } else if (way) {
      ctx.type = 'image/png';
      ctx.body = qrPng(`${baseUrl()}/scan/${corpId}/${id}`);
    }
  };
