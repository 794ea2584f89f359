import { findMember } from '../world/corp.ts';
import { departmentsBelow } from '../world/scope.ts';
import type { World } from '../world/world.ts';
import { type Added, customerAdds, type NewCustomer } from './friends.ts';
import { peopleJoinGroup } from './groups.ts';
import { ImpossibleAct } from './pair.ts';

export interface Scan {
  configId: string;
  customer?: NewCustomer | undefined;
  externalUserId?: string | undefined;
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** A customer scans the code of a way: a friend of one of its members, or in one of its groups, with its state. */
export const customerScans = (world: World, corpId: string, scan: Scan): Added | { chatId: string } => {
  const corp = world.corps.get(corpId);
  const way = corp?.ways.get(scan.configId);
  if (!corp || !way) throw new ImpossibleAct(`no way ${scan.configId}`);
  const { settings } = way;
  if (way.kind === 'join') {
    const chatId = strings(settings.chat_id_list).find((id) => corp.groups.get(id)?.dismissed === false);
    if (!chatId || !scan.externalUserId) throw new ImpossibleAct('a group and a customer are needed');
    peopleJoinGroup(world, corpId, { chatId, ids: [scan.externalUserId], configId: scan.configId });
    return { chatId };
  }
  const parties = Array.isArray(settings.party) ? settings.party.map(Number) : [];
  const below = new Set(parties.flatMap((id) => departmentsBelow(corp, id)));
  const fromParties = [...corp.members.values()].filter((member) =>
    member.department.some((id) => below.has(id)),
  );
  const people = [...strings(settings.user), ...fromParties.map((member) => member.userid)].filter(
    (userid) => findMember(corp, userid)?.status === 1,
  );
  const userId = people[corp.random.int(Math.max(people.length, 1))];
  if (!userId) throw new ImpossibleAct('nobody stands behind this way any more');
  return customerAdds(world, corpId, {
    ...{ userId, customer: scan.customer, externalUserId: scan.externalUserId, addWay: 1 },
    state: typeof settings.state === 'string' ? settings.state : '',
    skipVerify: settings.skip_verify !== false,
  });
};
