import type { FollowUpDraft, FollowUpInput, SavedDraft } from '@guanxi/shared/follow-ups';
import { DAY } from '@guanxi/shared/time';

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

/** How long a save without an answer may be repeated under its key. */
const keptKeyMs = DAY;

/**
 * The key a follow-up is saved with, kept on this device until the server has answered: a panel closed while
 * saving, and the same text saved again later, writes one follow-up. Another text gets another key, because
 * the server answers a key it knows with what it wrote then.
 *
 * @param key - names the viewer and the customer
 */
export function keptRequestKey(key: string, storage: Storage = localStorage) {
  let kept: { requestKey: string; content: string; at: number } | null = null;
  function read(): typeof kept {
    try {
      return JSON.parse(storage.getItem(key) ?? 'null');
    } catch {
      return null;
    }
  }
  return {
    take(input: FollowUpInput): string {
      const content = JSON.stringify(draftFields(input));
      kept ??= read();
      if (kept?.content !== content || Date.now() - kept.at > keptKeyMs) {
        kept = { requestKey: newRequestKey(), content, at: Date.now() };
      }
      try {
        storage.setItem(key, JSON.stringify(kept));
      } catch {
        // A full or forbidden storage keeps it on this page only.
      }
      return kept.requestKey;
    },
    /** The server has answered, so the next one needs another. */
    finish() {
      kept = null;
      storage.removeItem(key);
    },
  };
}

/** A key for one follow-up, so that saving it again after a lost answer writes it once. */
export function newRequestKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
