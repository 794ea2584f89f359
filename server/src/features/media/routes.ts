import * as contract from '@guanxi/shared/media';
import type Router from '@koa/router';
import { type Authenticate, handleRoute } from '../../http/add-route.ts';
import { AppError } from '../../http/app-error.ts';
import { findFile, keepFile, type MediaContext, readFile } from './keep-file.ts';

export const mediaRoutes = [
  handleRoute(contract.uploadMediaFile, (ctx: MediaContext, { query, body }, { actor }) =>
    keepFile(ctx, actor, { ...query, bytes: body }),
  ),
  handleRoute(contract.getMediaFile, (ctx: MediaContext, { params }, { actor }) =>
    findFile(ctx, actor, params.id),
  ),
];

/** The bytes of a file, which are no JSON: for the preview of an admin. */
export function mountMediaContent(router: Router, server: MediaContext, authenticate: Authenticate): void {
  router.get('/api/media-files/:id/content', async (ctx) => {
    const actor = await authenticate(ctx);
    if (actor.role !== 'admin') {
      throw new AppError('access.admin_only');
    }
    const { contentType, content } = await readFile(server, actor, Number(ctx.params.id) || 0);
    ctx.type = contentType;
    // What is neither picture nor video is never shown in our own origin.
    if (!/^(image|video)\//.test(contentType)) {
      ctx.set('content-disposition', 'attachment');
    }
    ctx.set('cache-control', 'private, max-age=86400, immutable');
    ctx.body = content;
  });
}
