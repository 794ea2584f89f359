import type { Switches } from '../faults.ts';
import { isFollower } from '../world/scope.ts';
import type { App, Permission } from '../world/types.ts';
import type { PlatformEvent, World } from '../world/world.ts';
import { selfBuiltPlaintext } from './envelope.ts';
import type { PushQueue } from './queue.ts';

const NEEDS: Record<PlatformEvent['event'], Permission> = {
  change_external_contact: 'customers',
  change_external_tag: 'tags',
  change_contact: 'contact-sync',
};

const mayReceive = (world: World, app: App, event: PlatformEvent): boolean => {
  if (app.callbackUrl === '' || app.disabled || !app.permissions.has(NEEDS[event.event])) return false;
  return event.userid === undefined || isFollower(world.corp(event.corpId), app, event.userid);
};

/** Sends every event of the world to the apps that may have it. Writes through the API are silent by default. */
export const routeEvents = (world: World, queue: PushQueue, switches: Switches): void =>
  world.onEvent((event) => {
    if (event.causedBy && !switches.echoApiWrites) return;
    for (const app of world.corp(event.corpId).apps) {
      if (!mayReceive(world, app, event)) continue;
      queue.add({ corpId: event.corpId, app }, selfBuiltPlaintext(event), event.subject);
    }
  });
