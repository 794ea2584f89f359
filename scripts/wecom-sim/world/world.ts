import type { Clock } from '../clock.ts';
import type { Corp } from './corp.ts';
import type { App } from './types.ts';

/** A node of an event; a list of nodes is nested. */
export type EventNode = readonly [name: string, value: string | number | readonly EventNode[] | undefined];

/** Events of corp data: a suite gets them at its command URL. */
export type FamilyEvent =
  | 'change_external_contact'
  | 'change_external_tag'
  | 'change_external_chat'
  | 'change_contact';

/** What happened at the platform and may be pushed to the callbacks of apps. */
export interface PlatformEvent {
  corpId: string;
  /** A family event, or one of an app's own (subscribe, template_card_event …), which a suite gets at its data URL. */
  event: string;
  /** The nodes after the event name, in the documented order; undefined ones are left out. */
  nodes: readonly EventNode[];
  at: number;
  /** Events of one subject are sent in order. */
  subject: string;
  /** Only apps that see this member as a follower get the event. */
  userid?: string;
  /** The app whose API call caused it. */
  causedBy?: App;
  /** Only this app gets it. */
  only?: App;
  /** FromUserName, when it is a member and not the platform itself. */
  from?: string;
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
