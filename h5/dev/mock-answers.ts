import { getCustomerCard, listMyCustomers } from '@guanxi/shared/customers';
import {
  createFollowUp,
  deleteFollowUp,
  deleteFollowUpDraft,
  type FollowUp,
  restoreFollowUp,
  saveFollowUpDraft,
  updateFollowUp,
} from '@guanxi/shared/follow-ups';
import { getInstallCode } from '@guanxi/shared/install-codes';
import { getJsSignatures } from '@guanxi/shared/jssdk';
import { getSession, keepLocale, listSignInWays, type SignInWay } from '@guanxi/shared/session';
import {
  type CustomerTag,
  changeCustomerTags,
  listCustomerTags,
  listTagGroups,
  retryTagChanges,
  undoTagChanges,
} from '@guanxi/shared/tags';
import { DAY } from '@guanxi/shared/time';
import { listTimeline, type TimelineEntry } from '@guanxi/shared/timeline';
import { failedWorkAnswers } from './admin/failed-work.ts';
import { handoverAnswers } from './admin/handover.ts';
import { idConversionAnswers } from './admin/id-conversion.ts';
import { idUpgradeAnswers } from './admin/id-upgrade.ts';
import { installationAnswers } from './admin/installation.ts';
import { joinWayAnswers } from './admin/join-ways.ts';
import { syncAnswers } from './admin/sync.ts';
import { wayAnswers } from './admin/ways.ts';
import { welcomeAnswers } from './admin/welcome.ts';
import { customerAt, type World } from './fixtures.ts';
import { groupAnswers } from './groups.ts';
import { type Answer, MockFailure, on, page } from './mock-kit.ts';
import { ownInstallationAnswers } from './own-installation.ts';
import { profileAnswers } from './profile-answers.ts';
import { searchAnswers } from './search.ts';
import { statisticsAnswers } from './statistics.ts';

const deleted = new WeakMap<World, Map<number, TimelineEntry>>();

function entryOf(world: World, id: number): Extract<TimelineEntry, { kind: 'follow_up' }> {
  const entry = world.timeline.find((one) => one.kind === 'follow_up' && one.followUp.id === id);
  if (entry?.kind !== 'follow_up') throw new MockFailure('follow_up.not_found');
  return entry;
}

function write(world: World, body: Pick<FollowUp, 'method' | 'outcome' | 'text' | 'nextAt'>): FollowUp {
  const now = Date.now();
  const { method, outcome, text, nextAt } = body;
  if (nextAt && Date.parse(nextAt) < now) throw new MockFailure('follow_up.next_in_past');
  const { memberId, userId, name } = world.viewer;
  const author = { memberId, userId, name };
  const created: FollowUp = {
    id: now % 1_000_000,
    customerId: world.card.customer.id,
    author,
    method,
    outcome,
    text,
    nextAt,
    createdAt: new Date(now).toISOString(),
    editedAt: null,
    editableUntil: new Date(now + DAY).toISOString(),
  };
  world.timeline.unshift({
    kind: 'follow_up',
    id: created.id,
    at: created.createdAt,
    actor: { kind: 'member', ...author },
    followUp: created,
  });
  world.card.draft = null;
  world.card.nextStep = nextAt ? { followUpId: created.id, at: nextAt, text, isOverdue: false } : null;
  return created;
}

/** Pending changes arrive at the platform a little later. */
function arrive(world: World) {
  world.card.tags = world.card.tags
    .filter((tag) => !(tag.state === 'pending' && tag.change === 'remove'))
    .map((tag) => (tag.state === 'pending' ? { ...tag, state: 'synced', change: null } : tag));
}

function wish(world: World, ids: string[], change: 'add' | 'remove') {
  for (const tagId of ids) {
    const group = world.groups.find((one) => one.tags.some((tag) => tag.tagId === tagId));
    const name = group?.tags.find((tag) => tag.tagId === tagId)?.name ?? '';
    const groupName = group?.name ?? '';
    const wished: CustomerTag = {
      tagId,
      name,
      groupName,
      kind: 'corp',
      state: 'pending',
      change,
      failure: null,
    };
    world.card.tags = [...world.card.tags.filter((tag) => tag.tagId !== tagId), wished];
  }
  setTimeout(() => arrive(world), 2500);
}

const ownWay = { suiteId: null, wecomCorpId: 'wwExample', name: '恒远机床' };
const signInWays: Record<string, SignInWay[]> = {
  'login-one': [ownWay],
  'login-many': [
    { ...ownWay, name: '上海浦东新区某某精密机械制造有限公司华东销售与售后服务中心' },
    { suiteId: 'wwSuite', wecomCorpId: null, name: '关系' },
    { suiteId: 'dkTemplate', wecomCorpId: null, name: '关系（代开发）' },
  ],
  'login-none': [],
};

export const answers: Answer[] = [
  on(getSession, (world) => world.viewer),
  on(getInstallCode, ({ state }) => {
    if (state === 'install-error') throw new MockFailure('wecom.misconfigured');
    const url = `https://open.work.weixin.qq.com/3rdapp/customized?${'abcdef0123456789'.repeat(8)}`;
    return { name: '关系（代开发）', url, expiresAt: new Date(Date.now() + 10 * DAY).toISOString() };
  }),
  on(listSignInWays, ({ state }) => {
    if (state === 'login-error') throw new MockFailure('server.unknown');
    return { items: signInWays[state] ?? signInWays['login-one'] ?? [] };
  }),
  on(getJsSignatures, (_, { query }) => {
    const signature = { timestamp: 1, nonceStr: 'n', signature: 's' };
    return { url: query.url ?? '', corp: signature, agent: signature };
  }),
  on(getCustomerCard, (world) => {
    if (world.failure) throw new MockFailure(world.failure.code, world.failure.errcode);
    return { ...world.card, timeline: page(world.timeline, {}) };
  }),
  on(listMyCustomers, (world, { query }) =>
    page(
      Array.from({ length: world.customers }, (_, i) => customerAt(i)),
      query,
    ),
  ),
  on(listTimeline, (world, { query }) => {
    const isWanted = (entry: TimelineEntry) => query.only !== 'follow_ups' || entry.kind === 'follow_up';
    return page(world.timeline.filter(isWanted), query);
  }),
  on(createFollowUp, (world, { body }) => write(world, body)),
  on(updateFollowUp, (world, { params, body }) => {
    const entry = entryOf(world, Number(params.id));
    entry.followUp = { ...entry.followUp, ...body, editedAt: new Date().toISOString() };
    return entry.followUp;
  }),
  on(deleteFollowUp, (world, { params }) => {
    const entry = entryOf(world, Number(params.id));
    deleted.set(world, (deleted.get(world) ?? new Map()).set(Number(params.id), entry));
    world.timeline = world.timeline.filter((one) => one !== entry);
    return {};
  }),
  on(restoreFollowUp, (world, { params }) => {
    const entry = deleted.get(world)?.get(Number(params.id));
    if (entry?.kind !== 'follow_up') throw new MockFailure('follow_up.not_found');
    world.timeline = [...world.timeline, entry].sort((a, b) => b.at.localeCompare(a.at));
    return entry.followUp;
  }),
  on(saveFollowUpDraft, (world, { body }) => {
    world.card.draft = { ...body, savedAt: new Date().toISOString() };
    return world.card.draft as NonNullable<typeof world.card.draft>;
  }),
  on(deleteFollowUpDraft, (world) => {
    world.card.draft = null;
    return {};
  }),
  on(listTagGroups, (world) => ({
    groups: world.groups,
    syncedAt: new Date(Date.now() - 60_000).toISOString(),
  })),
  on(listCustomerTags, (world) => ({ tags: world.card.tags })),
  on(changeCustomerTags, (world, { body }) => {
    wish(world, body.add, 'add');
    wish(world, body.remove, 'remove');
    return { tags: world.card.tags };
  }),
  on(retryTagChanges, (world, { body }) => {
    wish(world, body.tagIds, 'add');
    return { tags: world.card.tags };
  }),
  on(undoTagChanges, (world, { body }) => {
    const given = new Set<string | null>(body.tagIds);
    world.card.tags = world.card.tags.filter((tag) => !given.has(tag.tagId));
    return { tags: world.card.tags };
  }),
  on(keepLocale, (world, { body }) => {
    world.viewer = { ...world.viewer, locale: body.locale };
    return {};
  }),
  ...groupAnswers,
  ...joinWayAnswers,
  ...profileAnswers,
  ...searchAnswers,
  ...syncAnswers,
  ...wayAnswers,
  ...welcomeAnswers,
  ...handoverAnswers,
  ...statisticsAnswers,
  ...installationAnswers,
  ...ownInstallationAnswers,
  ...idConversionAnswers,
  ...idUpgradeAnswers,
  ...failedWorkAnswers,
];
