import { leastFileBytes, type MediaKind } from '@guanxi/shared/media';
import { DAY, HOUR } from '@guanxi/shared/time';

/** The life of a media id; see developer.work.weixin.qq.com/document/path/90389. */
const mediaLifeMs = 3 * DAY;
/** An id is renewed this long before it ends, so that a welcome never waits for an upload. */
const renewalMs = 12 * HOUR;
/** An id that ends within this time is not relied on. */
const marginMs = 10 * 60 * 1000;

/** Why a file cannot be used, as a code of the error table; null when it can. */
export type MediaFault = 'media.too_small' | 'media.not_an_image' | 'media.not_a_video';

/** The true type of a file by its first bytes; what a name promises counts for nothing. */
export function contentTypeOf(bytes: Uint8Array): string {
  const starts = (...signature: number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47)) {
    return 'image/png';
  }
  if (starts(0xff, 0xd8, 0xff)) {
    return 'image/jpeg';
  }
  const isMp4 = [0x66, 0x74, 0x79, 0x70].every((byte, index) => bytes[index + 4] === byte);
  return isMp4 ? 'video/mp4' : 'application/octet-stream';
}

/** What is wrong with a file of a kind. */
export function faultOf(kind: MediaKind, bytes: Uint8Array): MediaFault | null {
  if (bytes.length < leastFileBytes) {
    return 'media.too_small';
  }
  const type = contentTypeOf(bytes);
  if (kind === 'image' && !type.startsWith('image/')) {
    return 'media.not_an_image';
  }
  return kind === 'video' && type !== 'video/mp4' ? 'media.not_a_video' : null;
}

/** True while the platform still knows the id. */
export function isUsable(uploadedAt: Date | null, now: Date): boolean {
  return uploadedAt !== null && now.getTime() - uploadedAt.getTime() < mediaLifeMs - marginMs;
}

/** When an id is to be renewed. */
export function renewalDue(uploadedAt: Date): Date {
  return new Date(uploadedAt.getTime() + mediaLifeMs - renewalMs);
}
