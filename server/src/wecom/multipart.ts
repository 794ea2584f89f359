import { randomBytes } from 'node:crypto';

/** A file on its way to the platform. */
export type Upload = {
  /** As members see it; any Unicode. */
  filename: string;
  /** For example `image/png`. */
  contentType: string;
  bytes: Uint8Array<ArrayBuffer>;
};

/**
 * The form with the one field `media`. Written by hand, since the platform documents a `filelength` beside the
 * file's name, which a `FormData` has no place for.
 * @see https://developer.work.weixin.qq.com/document/path/90389
 */
export function multipartOf(
  upload: Upload,
  boundary: string = `wecom${randomBytes(16).toString('hex')}`,
): { headers: Record<string, string>; body: Uint8Array<ArrayBuffer> } {
  const { filename, contentType, bytes } = upload;
  const disposition = `form-data; name="media"; filename="${quoted(filename)}"; filelength=${bytes.length}`;
  const head = `--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: ${contentType.replace(/[\r\n]/g, '')}\r\n\r\n`;
  const tail = `\r\n--${boundary}--\r\n`;
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(tail)]),
  };
}

/** Browsers escape the same three characters in the same way. */
function quoted(filename: string): string {
  return filename.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
