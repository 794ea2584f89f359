import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'uqr';

/** Pixels of a module, and modules of white around. */
const SCALE = 8;
const BORDER = 4;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data]);
  return Buffer.concat([uint32(data.length), body, uint32(crc32(body))]);
};

/** A QR code as a picture: PNG, grey, one byte a pixel. */
export const qrPng = (text: string): Buffer => {
  const { data, size } = encode(text, { border: BORDER });
  const side = size * SCALE;
  const rows = data.flatMap((row) => {
    // The 0 says that the row is not filtered.
    const pixels = Buffer.from([0, ...row.flatMap((isDark) => Array(SCALE).fill(isDark ? 0 : 255))]);
    return Array<Buffer>(SCALE).fill(pixels);
  });
  const header = Buffer.concat([uint32(side), uint32(side), Buffer.from([8, 0, 0, 0, 0])]);
  return Buffer.concat([
    ...[SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(rows)))],
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
