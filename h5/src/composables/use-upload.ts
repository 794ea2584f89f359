import {
  getMediaFile,
  type MediaFile,
  type MediaKind,
  mediaLimits,
  uploadMediaFile,
} from '@guanxi/shared/media';
import { ref } from 'vue';
import { call } from '../api/client.ts';

/** A file larger than the platform or we take. */
export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge';
}

/** Uploads files for messages. */
export function useUpload() {
  const isUploading = ref(false);

  /** @throws FileTooLarge before anything is sent; ApiError */
  async function upload(kind: MediaKind, file: File): Promise<MediaFile> {
    if (file.size > mediaLimits[kind].maxBytes) throw new FileTooLarge();
    isUploading.value = true;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      return await call(uploadMediaFile, { query: { kind, name: file.name.slice(0, 120) }, body: bytes });
    } finally {
      isUploading.value = false;
    }
  }
  /** The name a file was uploaded under. @throws ApiError */
  const nameOfFile = async (id: number) => (await call(getMediaFile, { params: { id } })).name;
  return { isUploading, upload, nameOfFile };
}
