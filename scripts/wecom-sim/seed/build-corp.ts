import { createRandom } from '../random.ts';
import { addMember, type Corp, createCorp } from '../world/corp.ts';
import { createRelationStore } from '../world/relations.ts';
import { addCompany, adminsOf } from './company.ts';
import { type CorpOptions, createApp, createContactApp, DEMO_CORP } from './corp-options.ts';
import { addDemoCustomers } from './demo.ts';
import { addDemoGroups } from './demo-groups.ts';
import { addDemoTags } from './demo-tags.ts';
import { personName } from './names.ts';
import { createPopulation } from './population.ts';

const CUSTOMERS_A_MEMBER = 5000;
const DAY = 86_400;

/** Enough members for so many customers: a member may have 5000 at first. */
const addStaff = (corp: Corp, count: number): string[] => {
  const followers = [...corp.members.values()].filter((member) => member.hasFeature).map((m) => m.userid);
  const missing = Math.ceil(count / CUSTOMERS_A_MEMBER) - followers.length;
  for (let index = 0; index < missing; index += 1) {
    const userid = `staff${String(index + 1).padStart(4, '0')}`;
    addMember(corp, {
      ...{ userid, name: personName(corp.random), alias: '', department: [2 + (index % 3)] },
      ...{ isLeaderInDept: [0], position: '销售工程师', mobile: '', gender: 0, status: 1 },
      ...{ hasFeature: true, role: 'rep' },
    });
    followers.push(userid);
  }
  return followers;
};

const populate = (corp: Corp, agentId: number, count: number, now: number) => {
  addDemoTags(corp, agentId, now - 200 * DAY);
  const tagIds = corp.tags.groups.flatMap((group) => group.tags.map((tag) => tag.id));
  const userids = addStaff(corp, count);
  corp.relations = createRelationStore(
    createPopulation({ corpId: corp.corpId, count, userids, tagIds, now }),
  );
};

/** A corp with its app, its members, and the customers its seed asks for. */
export const buildCorp = (options: CorpOptions, now: number): Corp => {
  const isDemo = options.corpId === DEMO_CORP.corpId;
  const full = { ...(isDemo && DEMO_CORP), ...options };
  const corp = createCorp(full.corpId, full.name ?? DEMO_CORP.name, createContactApp(full.corpId));
  const company = full.company ?? 'machines';
  const app = createApp(full, adminsOf(company));
  corp.apps.push(app);
  addCompany(corp, company);
  const seed = options.seed ?? 'demo';
  if (seed === 'demo') {
    addDemoCustomers(corp, app.agentId, now);
    addDemoGroups(corp, now);
  }
  if (typeof seed === 'number') populate(corp, app.agentId, seed, now);
  // What happens later gets other ids at every start, so that data kept from an earlier run never means somebody else.
  corp.random = createRandom(corp.random.int(2 ** 32) ^ now);
  return corp;
};
