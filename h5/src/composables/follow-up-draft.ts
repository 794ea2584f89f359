import type { FollowUpDraft, SavedDraft } from '@guanxi/shared/follow-ups';

export const emptyDraft: FollowUpDraft = { method: null, outcome: null, text: '', nextAt: null };

/** A draft nobody would miss: the method alone is only where the finger was. */
export function isEmptyDraft(draft: FollowUpDraft): boolean {
  return draft.text.trim() === '' && draft.outcome === null && draft.nextAt === null;
}

/** The newer of the server's draft and the one kept on this device. */
export function newerDraft(server: SavedDraft | null, local: SavedDraft | null): SavedDraft | null {
  if (!server || !local) return server ?? local;
  return Date.parse(local.savedAt) > Date.parse(server.savedAt) ? local : server;
}

/** Only the draft's own fields, in one order, so that two drafts compare as text. */
export function draftFields({ method, outcome, text, nextAt }: FollowUpDraft): FollowUpDraft {
  return { method, outcome, text, nextAt };
}

/** Drafts that the server did not take, kept on this device. */
export interface LocalDrafts {
  read(): SavedDraft | null;
  write(draft: SavedDraft): void;
  clear(): void;
}

/** @param key - names the viewer and the customer, so that two people on one device stay apart */
export function localDrafts(key: string, storage: Storage = localStorage): LocalDrafts {
  return {
    read() {
      try {
        return JSON.parse(storage.getItem(key) ?? 'null') as SavedDraft | null;
      } catch {
        return null;
      }
    },
    write(draft) {
      try {
        storage.setItem(key, JSON.stringify(draft));
      } catch {
        // A full or forbidden storage leaves the draft on the screen only.
      }
    },
    clear() {
      storage.removeItem(key);
    },
  };
}
