import { randomBytes } from 'node:crypto';

export interface Media {
  type: string;
  name: string;
  contentType: string;
  bytes: Buffer;
  at: number;
}

const LIFE_SECONDS = 3 * 86_400;

/** Temporary media of a corp, shared by its apps for three days, and pictures kept for good. */
export const createMediaStore = () => {
  const temporary = new Map<string, Media>();
  const pictures = new Map<string, Media>();
  return {
    put(media: Media): string {
      const id = randomBytes(48).toString('base64url');
      temporary.set(id, media);
      return id;
    },
    get(id: string, now: number): Media | undefined {
      const media = temporary.get(id);
      return media && now - media.at < LIFE_SECONDS ? media : undefined;
    },
    putPicture(media: Media): string {
      const id = randomBytes(24).toString('base64url');
      pictures.set(id, media);
      return id;
    },
    picture: (id: string): Media | undefined => pictures.get(id),
    /** Pictures kept since a moment; they have a quota. */
    picturesSince: (since: number): number => [...pictures.values()].filter(({ at }) => at >= since).length,
  };
};

export type MediaStore = ReturnType<typeof createMediaStore>;
