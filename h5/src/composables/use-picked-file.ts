import { type MediaFile, type MediaKind, mediaLimits } from '@guanxi/shared/media';
import { ref } from 'vue';
import { causeText } from './cause-text.ts';
import { FileTooLarge, useUpload } from './use-upload.ts';

/** Uploads what a person picks in a file field; why that failed stands in `problem`, which belongs to the form. */
export function usePickedFile(t: (key: string, named: Record<string, string>) => string) {
  const { isUploading, upload, nameOfFile } = useUpload();
  const problem = ref('');

  /** Null when nothing was picked, and when it was not taken. The field is emptied, so that the same file can be picked again. */
  async function take(kind: MediaKind, event: Event): Promise<MediaFile | null> {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    input.value = '';
    if (!file) return null;
    problem.value = '';
    try {
      return await upload(kind, file);
    } catch (error) {
      problem.value =
        error instanceof FileTooLarge
          ? t('welcome.tooLarge', { size: `${mediaLimits[kind].maxBytes / 1024 / 1024} MB` })
          : t('welcome.uploadFailed', { cause: causeText((key) => t(key, {}), error) });
      return null;
    }
  }
  return { isUploading, problem, take, nameOfFile };
}
