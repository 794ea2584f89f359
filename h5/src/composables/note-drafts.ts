import type { ProfileFieldName } from '@guanxi/shared/profile';

/** Fields half written, kept on this device so that they survive the panel. */
export interface NoteDrafts {
  read(field: ProfileFieldName): string | null;
  write(field: ProfileFieldName, text: string): void;
  clear(field: ProfileFieldName): void;
}

/** @param key - names the viewer and the customer, so that two people on one device stay apart */
export function noteDrafts(key: string, storage: Storage = localStorage): NoteDrafts {
  const keyOf = (field: ProfileFieldName) => `${key}.${field}`;
  return {
    read: (field) => storage.getItem(keyOf(field)),
    write(field, text) {
      try {
        storage.setItem(keyOf(field), text);
      } catch {
        // A full or forbidden storage leaves the draft on the screen only.
      }
    },
    clear: (field) => storage.removeItem(keyOf(field)),
  };
}
