import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { Instant } from './time.ts';

const MEGABYTE = 1024 * 1024;

export const MediaKind = z.enum(['image', 'video', 'file']);
export type MediaKind = z.output<typeof MediaKind>;

/**
 * What a file may be. Images and videos as the platform takes them; it takes files of 20 MB, but what a customer
 * waits for should be smaller. See developer.work.weixin.qq.com/document/path/90389.
 */
export const mediaLimits: Readonly<Record<MediaKind, { maxBytes: number; accepts: string }>> = {
  image: { maxBytes: 10 * MEGABYTE, accepts: 'image/png,image/jpeg' },
  video: { maxBytes: 10 * MEGABYTE, accepts: 'video/mp4' },
  file: { maxBytes: 10 * MEGABYTE, accepts: '' },
};
/** A picture that goes with a link is kept by the platform for good, and must be smaller. */
export const linkPictureMaxBytes = 2 * MEGABYTE;
/** The platform takes nothing smaller. */
export const leastFileBytes = 5;

/** A file an admin uploaded. */
export const MediaFile = z.object({
  id: z.number().int(),
  kind: MediaKind,
  name: z.string(),
  size: z.number().int(),
  createdAt: Instant,
});
export type MediaFile = z.output<typeof MediaFile>;

export const uploadMediaFile = defineRoute({
  method: 'POST',
  path: '/media-files',
  summary: 'Upload a file for messages; the body is the file itself',
  access: 'admin',
  query: z.object({ kind: MediaKind, name: z.string().trim().min(1).max(120) }),
  upload: { maxBytes: 10 * MEGABYTE },
  body: z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array),
  response: MediaFile,
  errors: ['request.too_large', 'media.too_small', 'media.not_an_image', 'media.not_a_video'],
});

export const getMediaFile = defineRoute({
  method: 'GET',
  path: '/media-files/:id',
  summary: 'What is known of a file',
  access: 'admin',
  params: z.object({ id: z.coerce.number().int().positive() }),
  response: MediaFile,
  errors: ['media.not_found'],
});

/** Where the bytes of a file are read, for a preview. */
export function mediaContentPath(id: number): string {
  return `/api/media-files/${id}/content`;
}
