import type { Switches } from '../faults.ts';
import { hasInterop } from '../provider/licences.ts';
import { showNodes } from '../provider/translate.ts';
import { viewOf } from '../provider/view.ts';
import type { Corp } from '../world/corp.ts';
import { isFollower } from '../world/scope.ts';
import type { App, Permission } from '../world/types.ts';
import type { EventNode, PlatformEvent, World } from '../world/world.ts';
import { directoryNodes, isOnlyNames } from './directory-nodes.ts';
import { eventNodes, infoNodes } from './envelope.ts';
import type { PushQueue } from './queue.ts';
import { appReceiver, commandReceiver, dataReceiver, type Receiver } from './receiver.ts';

/** What an app must be allowed to get the events of corp data. */
const NEEDS: Record<string, Permission> = {
  change_external_contact: 'customers',
  change_external_tag: 'tags',
  change_external_chat: 'customers',
};

const isFamily = (event: PlatformEvent) => event.event in NEEDS || event.event === 'change_contact';

/** Ordinary self-built apps learn of members only through the sync assistant; providers' apps always do. */
const needOf = (app: App, event: PlatformEvent): Permission | undefined => {
  if (event.event !== 'change_contact') return NEEDS[event.event];
  return app.grant ? 'contacts' : 'contact-sync';
};

const isSilentWithoutLicence = (event: PlatformEvent) =>
  event.nodes.some(([name, value]) => name === 'ChangeType' && value === 'add_external_contact');

const mayReceive = (world: World, app: App, event: PlatformEvent): boolean => {
  if (app.disabled || app.grant?.cancelled || (event.only && event.only !== app)) return false;
  const need = needOf(app, event);
  if (need && !app.permissions.has(need)) return false;
  if (app.kind === 'suite' && event.event === 'change_contact' && isOnlyNames(event.nodes)) return false;
  if (event.userid === undefined) return true;
  const corp = world.corp(event.corpId);
  if (!isFollower(corp, app, event.userid)) return false;
  return !isSilentWithoutLicence(event) || hasInterop(corp, app, event.userid, world.clock.seconds());
};

const receiverOf = (corp: Corp, app: App, event: PlatformEvent): Receiver => {
  if (app.kind !== 'suite' || !app.grant) return appReceiver(corp, app);
  const { suite } = app.grant;
  return isFamily(event) ? commandReceiver(suite, corp.corpId) : dataReceiver(suite, corp, app);
};

/** The nodes an app gets: what it may see, in its own ids. */
const nodesFor = (corp: Corp, app: App, event: PlatformEvent, switches: Switches) => {
  const nodes =
    event.event === 'change_contact'
      ? directoryNodes(corp, app, event.nodes, switches.fullContactEvents)
      : event.nodes;
  const isForAll =
    app.kind === 'customer-contact' ? () => true : ([name]: EventNode) => name !== 'StrategyId';
  return showNodes(viewOf(corp, app), nodes.filter(isForAll));
};

const push = (world: World, queue: PushQueue, switches: Switches, app: App, event: PlatformEvent) => {
  const corp = world.corp(event.corpId);
  const receiver = receiverOf(corp, app, event);
  if (receiver.target.url === '') return;
  const { corp: corpId, show } = viewOf(corp, app);
  const nodes = nodesFor(corp, app, event, switches);
  const shown = event.from === undefined ? event : { ...event, from: show(event.from) };
  queue.add(
    receiver,
    receiver.kind === 'command'
      ? infoNodes(receiver.suiteId, event.event, event.at, corpId, nodes)
      : eventNodes(shown, corpId, nodes),
    event.subject,
  );
};

/** Sends every event of the world to the apps that may have it. Writes through the API are silent by default. */
export const routeEvents = (world: World, queue: PushQueue, switches: Switches): void =>
  world.onEvent((event) => {
    if (event.causedBy && !switches.echoApiWrites) return;
    const { apps, contactApp } = world.corp(event.corpId);
    for (const app of [...apps, contactApp]) {
      if (mayReceive(world, app, event)) push(world, queue, switches, app, event);
    }
  });
