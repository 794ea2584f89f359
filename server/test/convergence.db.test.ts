import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from './app.ts';
import { countIn, rowsIn } from './rows.ts';
import { termsInDatabase, termsOfWorld } from './search-index.ts';
import { tablesOf, worldOf } from './world.ts';

/** Random worlds; the long form is WORLDS=500. A world that fails is named with its seed. */
const worlds = Number(process.env.WORLDS ?? 12);
const worldTimeoutMs = 8_000;

let app: TestApp;
let tagIds: string[];

beforeAll(async () => {
  app = await startTestApp();
  tagIds = app.sim.act.adminCreatesTag(app.corp.corpId, {
    groupName: '级别',
    tags: [{ name: 'A' }, { name: 'B' }, { name: 'C' }],
  }).tagIds;
  await app.fullSync();
  await app.settle();
});

afterAll(() => app.stop());

const member = fc.constantFrom('ZhangSan', 'SunHao', 'LiSi');
const nth = fc.nat(9);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('add' as const), member, nth }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('customerDeletes' as const), nth }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('memberDeletes' as const), nth }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('remark' as const), nth, text: fc.nat(99) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('tag' as const), nth, tag: fc.nat(2), on: fc.boolean() }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  // Long enough for the pauses that follow a limit.
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(2, 6, 16, 61) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('double' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('reorder' as const), count: fc.integer({ min: 2, max: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      errcode: fc.constantFrom(-1, 45033, 45009, 0),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Does one thing; what cannot happen in this world does not. */
async function take(one: Step, people: string[]): Promise<void> {
  const { act, faults } = app.sim;
  const { corpId } = app.corp;
  // Within one second the platform's own times cannot tell what came first.
  app.advance(1);
  switch (one.do) {
    case 'settle':
      return app.settle();
    case 'wait':
      app.advance(one.minutes * 60);
      return app.settle();
    case 'double':
      faults.push.duplicateNext = 1;
      return;
    case 'reorder':
      faults.push.reorderNext = one.count;
      return;
    case 'drop':
      faults.push.dropNext = 1;
      return;
    case 'fault':
      faults.add(
        one.errcode === 0
          ? { path: 'externalcontact/get', kind: 'cut' }
          : { path: 'externalcontact/get', kind: 'errcode', errcode: one.errcode },
        5,
      );
      return;
    case 'add': {
      const externalUserId = people[one.nth];
      const { externalUserId: id } = act.customerAdds(corpId, {
        userId: one.member,
        ...(externalUserId === undefined
          ? { customer: { name: `客户${people.length}` } }
          : { externalUserId }),
      });
      people.push(...(externalUserId === undefined ? [id] : []));
      return;
    }
    default: {
      const { relations } = app.sim.world.corp(corpId);
      const pairs = people.flatMap((externalUserId) => relations.ofContact(externalUserId));
      const relation = pairs[one.nth % pairs.length];
      if (relation !== undefined) {
        change(one, { userId: relation.userid, externalUserId: relation.externalUserId });
      }
    }
  }
}

function change(one: Step, who: { userId: string; externalUserId: string }): void {
  const { act, world } = app.sim;
  const { corpId } = app.corp;
  const isDeleted = world.corp(corpId).relations.get(who.userId, who.externalUserId)?.deletedByCustomer;
  if (one.do === 'customerDeletes' && isDeleted === false) {
    act.customerDeletes(corpId, who);
  } else if (one.do === 'memberDeletes') {
    act.memberDeletes(corpId, who);
  } else if (one.do === 'remark') {
    act.memberEditsRemark(corpId, { ...who, remark: `备注${one.text}` });
  } else if (one.do === 'tag') {
    const ids = [tagIds[one.tag] ?? ''];
    act.memberEditsTags(corpId, { ...who, ...(one.on ? { addTagIds: ids } : { removeTagIds: ids }) });
  }
}

async function untilQuiet(): Promise<void> {
  app.sim.release();
  app.sim.faults.clear();
  await app.settle();
  for (let look = 0; look < 60 && (await countIn(app.ctx, 'job', "status = 'ready'")) > 0; look += 1) {
    app.advance(70);
    await app.settle();
  }
  app.advance(70);
}

test(
  'whatever happens, and however its callbacks come, in the end both sides are equal',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), async (steps) => {
        const people: string[] = [];
        for (const one of steps) {
          await take(one, people);
        }
        await untilQuiet();
        const isComplete = !steps.some((one) => one.do === 'drop');
        if (isComplete) {
          expect(await tablesOf(app)).toEqual(worldOf(app));
        }
        expect(await termsInDatabase(app.ctx)).toEqual(await termsOfWorld(app.ctx));
        await app.fullSync();
        expect(await tablesOf(app)).toEqual(worldOf(app));
        expect(await termsInDatabase(app.ctx)).toEqual(await termsOfWorld(app.ctx));
        expect(await countIn(app.ctx, 'job')).toBe(0);
        expect(await countIn(app.ctx, 'inbox_event', 'handled_at IS NULL')).toBe(0);
      }),
      { numRuns: worlds },
    );
  },
  worlds * worldTimeoutMs,
);

/** What the simulator notes for a connection that was cut. */
const cut = -2;

test.each([
  ['is busy', -1, -1],
  ['is asked by too many at once', 45033, 45033],
  ['limits the calls', 45009, 45009],
  ['cuts the connection', 0, cut],
] as const)('also when the platform %s', async (_name, errcode, noted) => {
  app.sim.requests.splice(0);
  const people: string[] = [];
  await take({ do: 'fault', errcode }, people);
  await take({ do: 'add', member: 'ZhangSan', nth: 0 }, people);
  await app.settle();
  const answers = app.sim.requests.filter(({ path }) => path.endsWith('externalcontact/get'));
  expect(answers.map((answer) => answer.errcode)).toContain(noted);
  await untilQuiet();
  expect(await tablesOf(app)).toEqual(worldOf(app));
});

test('nothing was told twice', async () => {
  const entries = await rowsIn(app.ctx, 'timeline_entry', "kind NOT IN ('tags_changed', 'remark_changed')");
  const acts = entries.map((row) => [row.customer_id, row.member_id, row.kind, String(row.at)].join('/'));
  expect(entries.length).toBeGreaterThan(20);
  expect(new Set(acts).size).toBe(acts.length);
});
