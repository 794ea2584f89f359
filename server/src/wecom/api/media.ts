import { z } from 'zod';
import type { Upload } from '../multipart.ts';
import { instant, readAs, text } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';

export type MediaKind = 'image' | 'voice' | 'video' | 'file';

/** A file at the platform: three days, for every app of the corp. */
export type UploadedMedia = { mediaId: string; createdAt: Date };

const LEAST_BYTES = 5;
const MEGABYTE = 1024 * 1024;
/** Images JPG or PNG, voice AMR of a minute at most, video MP4. */
export const MEDIA_MAX_BYTES: Readonly<Record<MediaKind, number>> = {
  image: 10 * MEGABYTE,
  voice: 2 * MEGABYTE,
  video: 10 * MEGABYTE,
  file: 20 * MEGABYTE,
};
export const IMAGE_MAX_BYTES = 2 * MEGABYTE;
/** Twenty megabytes take longer than an ordinary call. */
const UPLOAD_TIMEOUT_MS = 60_000;

/**
 * Uploads a file for messages, welcomes and the like.
 * @throws {RangeError} the file is too small or too large
 * @throws {WecomError} 40004, 40123 (`stop`): not a file of this kind
 * @see https://developer.work.weixin.qq.com/document/path/90389
 */
export async function uploadMedia(
  call: CorpCall,
  kind: MediaKind,
  upload: Upload,
  options?: CallOptions,
): Promise<UploadedMedia> {
  checkSize(upload, MEDIA_MAX_BYTES[kind]);
  const api = 'media/upload';
  const answer = await call({ api, method: 'POST', query: { type: kind }, upload }, patient(options));
  const wire = readAs(api, z.object({ media_id: text, created_at: instant }), answer);
  return { mediaId: wire.media_id, createdAt: wire.created_at };
}

/**
 * Uploads a picture for good; its address shows inside WeCom only. 3000 a month, 1000 a day for a corp.
 * @returns the address
 * @throws {RangeError} the file is too small or too large
 * @see https://developer.work.weixin.qq.com/document/path/90392
 */
export async function uploadImage(call: CorpCall, upload: Upload, options?: CallOptions): Promise<string> {
  checkSize(upload, IMAGE_MAX_BYTES);
  const api = 'media/uploadimg';
  const answer = await call({ api, method: 'POST', upload }, patient(options));
  return readAs(api, z.object({ url: text }), answer).url;
}

function checkSize(upload: Upload, maxBytes: number): void {
  const size = upload.bytes.length;
  if (size < LEAST_BYTES) throw new RangeError('a file must have at least 5 bytes');
  if (size > maxBytes) throw new RangeError(`the file has ${size} bytes; at most ${maxBytes} are allowed`);
}

function patient(options: CallOptions | undefined): CallOptions {
  return { timeoutMs: UPLOAD_TIMEOUT_MS, ...options };
}
