import type { Media } from '../world/media.ts';
import { type Call, type EndpointTable, FILE } from './endpoint.ts';
import { ApiError } from './errors.ts';

const MB = 1024 * 1024;
const LIMITS: Record<string, number> = { image: 10 * MB, voice: 2 * MB, video: 10 * MB, file: 20 * MB };
const PICTURE_MB = 2 * MB;
const MIN_BYTES = 5;
const DAY = 86_400;
const PICTURES_A_DAY = 1000;
const PICTURES_A_MONTH = 3000;

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

const isPicture = (bytes: Buffer) => bytes.subarray(0, 4).equals(PNG) || bytes.subarray(0, 3).equals(JPEG);

/** The one file of an upload: any field name is taken, but it must come with a filename. */
const fileOf = async (call: Call, type: string): Promise<Media> => {
  const { contentType, bytes } = call;
  if (!contentType.startsWith('multipart/form-data')) throw new ApiError(44001);
  try {
    const form = await new Response(new Uint8Array(bytes), {
      headers: { 'content-type': contentType },
    }).formData();
    const file = [...form.values()].find((value) => typeof value !== 'string');
    if (file) {
      const content = Buffer.from(await file.arrayBuffer());
      return { type, name: file.name, contentType: file.type, bytes: content, at: call.clock.seconds() };
    }
  } catch {
    // What cannot be read holds no file.
  }
  throw new ApiError(44001);
};

const checkSize = (bytes: Buffer, max: number) => {
  if (bytes.length === 0) throw new ApiError(44001);
  if (bytes.length < MIN_BYTES) throw new ApiError(40006);
  if (bytes.length > max) throw new ApiError(45001);
};

const upload = async (call: Call) => {
  const type = call.query.get('type') ?? '';
  const max = LIMITS[type];
  if (max === undefined) throw new ApiError(40004);
  const file = await fileOf(call, type);
  checkSize(file.bytes, max);
  if (type === 'image' && !isPicture(file.bytes)) throw new ApiError(40123);
  return { type, media_id: call.corp.media.put(file), created_at: String(file.at) };
};

const uploadPicture = async (call: Call) => {
  const now = call.clock.seconds();
  const { media } = call.corp;
  const isFull =
    media.picturesSince(now - DAY) >= PICTURES_A_DAY ||
    media.picturesSince(now - 30 * DAY) >= PICTURES_A_MONTH;
  if (isFull) throw new ApiError(45009);
  const file = await fileOf(call, 'image');
  checkSize(file.bytes, PICTURE_MB);
  if (!isPicture(file.bytes)) throw new ApiError(40123);
  return { url: `${call.baseUrl()}/wwpic/${call.corp.corpId}/${media.putPicture(file)}` };
};

const download = (call: Call) => {
  const id = call.query.get('media_id');
  if (!id) throw new ApiError(41006);
  const media = call.corp.media.get(id, call.clock.seconds());
  if (!media) throw new ApiError(40007);
  return {
    [FILE]: { name: media.name, type: media.contentType || 'application/octet-stream', bytes: media.bytes },
  };
};

/** Temporary media: three days, for every app of the corp (developer.work.weixin.qq.com/document/path/90389, 90390, 90392). */
export const mediaEndpoints: EndpointTable = {
  '/cgi-bin/media/upload': { page: 90389, method: 'POST', handle: upload },
  '/cgi-bin/media/uploadimg': { page: 90392, method: 'POST', handle: uploadPicture },
  '/cgi-bin/media/get': { page: 90390, method: 'GET', handle: download },
};
