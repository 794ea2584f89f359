import type { Clock } from '../clock.ts';
import type { Corp } from './corp.ts';
import type { App } from './types.ts';

/** What happened at the platform and may be pushed to the callbacks of apps. */
export interface PlatformEvent {
  corpId: string;
  event: 'change_external_contact' | 'change_external_tag' | 'change_contact';
  /** The nodes after the event name, in the documented order; undefined ones are left out. */
  nodes: readonly (readonly [name: string, value: string | number | undefined])[];
  at: number;
  /** Events of one subject are sent in order. */
  subject: string;
  /** Only apps that see this member as a follower get the event. */
  userid?: string;
  /** The app whose API call caused it. */
  causedBy?: App;
}

export interface World {
  clock: Clock;
  corps: Map<string, Corp>;
  corp(corpId: string): Corp;
  emit(event: PlatformEvent): void;
  onEvent(listener: (event: PlatformEvent) => void): void;
  /** Tells the pages that something they may show has changed. */
  touch(corpId: string, topic: string): void;
  onTouch(listener: (corpId: string, topic: string) => void): () => void;
}

export const createWorld = (clock: Clock): World => {
  const corps = new Map<string, Corp>();
  const eventListeners: ((event: PlatformEvent) => void)[] = [];
  const touchListeners = new Set<(corpId: string, topic: string) => void>();
  return {
    clock,
    corps,
    corp(corpId) {
      const corp = corps.get(corpId);
      if (!corp) throw new Error(`no corp ${corpId} in this world`);
      return corp;
    },
    emit(event) {
      for (const listener of eventListeners) listener(event);
    },
    onEvent: (listener) => void eventListeners.push(listener),
    touch(corpId, topic) {
      for (const listener of touchListeners) listener(corpId, topic);
    },
    onTouch(listener) {
      touchListeners.add(listener);
      return () => touchListeners.delete(listener);
    },
  };
};
