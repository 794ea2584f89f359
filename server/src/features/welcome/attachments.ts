import type { MediaKind } from '@guanxi/shared/media';
import type { WelcomeAttachment } from '@guanxi/shared/welcome';
import type { Attachment, CallOptions, CorpClient } from '../../wecom/index.ts';
import { mediaIdOf, type PlatformMediaContext, pictureUrlOf, type Renewal } from '../media/platform-media.ts';

interface Resolving {
  readonly corpId: number;
  readonly client: CorpClient;
  readonly options?: CallOptions;
  /** `always` after the platform refused a media id that looked good. */
  readonly renew: Renewal;
}

/** The files of attachments with the kind each must be of. */
export function filesOf(attachments: readonly WelcomeAttachment[]): { fileId: number; kind: MediaKind }[] {
  return attachments.flatMap((attachment): { fileId: number; kind: MediaKind }[] => {
    switch (attachment.kind) {
      case 'link':
        return attachment.pictureFileId === null ? [] : [{ fileId: attachment.pictureFileId, kind: 'image' }];
      case 'miniprogram':
        return [{ fileId: attachment.coverFileId, kind: 'image' }];
      default:
        return [{ fileId: attachment.fileId, kind: attachment.kind }];
    }
  });
}

/**
 * Attachments as the platform takes them. One whose file cannot be brought there is left out, and counted: the
 * customer should rather get the rest in time than nothing.
 */
export async function resolveAttachments(
  ctx: PlatformMediaContext,
  resolving: Resolving,
  attachments: readonly WelcomeAttachment[],
): Promise<{ attachments: Attachment[]; leftOut: number }> {
  const resolved = await Promise.all(
    attachments.map((attachment) => resolveOne(ctx, resolving, attachment).catch(() => null)),
  );
  const there = resolved.filter((attachment): attachment is Attachment => attachment !== null);
  return { attachments: there, leftOut: attachments.length - there.length };
}

/** The same, but a file that cannot be brought to the platform is a failure of the whole. */
export function requireAttachments(
  ctx: PlatformMediaContext,
  resolving: Resolving,
  attachments: readonly WelcomeAttachment[],
): Promise<Attachment[]> {
  return Promise.all(attachments.map((attachment) => resolveOne(ctx, resolving, attachment)));
}

async function resolveOne(
  ctx: PlatformMediaContext,
  resolving: Resolving,
  attachment: WelcomeAttachment,
): Promise<Attachment> {
  const mediaId = async (fileId: number) => (await mediaIdOf(ctx, { ...resolving, fileId })).mediaId;
  switch (attachment.kind) {
    case 'link': {
      const { title, url, description, pictureFileId } = attachment;
      const picture =
        pictureFileId === null ? null : await pictureUrlOf(ctx, { ...resolving, fileId: pictureFileId });
      return {
        ...{ kind: 'link', title, url },
        ...(description === '' ? {} : { description }),
        ...(picture === null ? {} : { pictureUrl: picture }),
      };
    }
    case 'miniprogram': {
      const { title, appId, page, coverFileId } = attachment;
      return { kind: 'miniprogram', title, appId, page, coverMediaId: await mediaId(coverFileId) };
    }
    case 'image':
      return { kind: 'image', mediaId: await mediaId(attachment.fileId) };
    default:
      return { kind: attachment.kind, mediaId: await mediaId(attachment.fileId) };
  }
}
