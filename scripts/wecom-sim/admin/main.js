import { get } from './api.js';
import { grantCard, offerCard } from './apps.js';
import { el, moment, toast } from './dom.js';
import { clockCard, faultCards, pushCard, suiteCard } from './switches.js';

const TABS = { apps: '应用', provider: '服务商', faults: '故障与开关', clock: '时钟', pushes: '推送记录' };

const place = new URLSearchParams(location.search);
let tab = place.get('tab') ?? 'apps';
let corp = place.get('corp') ?? undefined;

/** Does something, says so, and shows the world as it is now. */
const act = async (work, done) => {
  try {
    await work();
    toast(done);
  } catch (error) {
    toast(error instanceof Error ? error.message : '操作没有成功');
  }
  await show();
};

const views = {
  async apps({ suites, world }) {
    const installed = suites.grants.filter((grant) => grant.corp === corp);
    const offers = suites.providers.flatMap((provider) =>
      provider.suites
        .filter((suite) => suite.kind !== 'login')
        .filter((suite) => !installed.some((grant) => grant.suite_id === suite.suiteId))
        .map((suite) => offerCard({ suite, provider, world, corp, act })),
    );
    return [...installed.map((grant) => grantCard({ grant, world, corp, act })), ...offers];
  },
  provider: ({ suites }) =>
    suites.providers.flatMap((provider) => provider.suites.map((suite) => suiteCard({ suite, act }))),
  faults: async () => faultCards({ faults: await get('faults'), act }),
  clock: async () => [clockCard({ clock: await get('clock'), act })],
  pushes: async () => [pushCard({ pushes: (await get('pushes', { corp })).pushes })],
};

const remember = () => history.replaceState(null, '', `?${new URLSearchParams({ tab, corp })}`);

async function show() {
  const suites = await get('suites');
  corp ??= suites.corps[0]?.corpid;
  const world = await get('state', { corp });
  document.querySelector('#now').textContent = moment(world.now);
  document
    .querySelector('#corp')
    .replaceChildren(
      ...suites.corps.map(({ corpid, name }) =>
        el('option', { value: corpid, selected: corpid === corp }, name),
      ),
    );
  document.querySelector('#tabs').replaceChildren(
    ...Object.entries(TABS).map(([key, label]) =>
      el(
        'button',
        {
          type: 'button',
          'aria-current': key === tab ? 'page' : undefined,
          onclick() {
            tab = key;
            void show();
          },
        },
        label,
      ),
    ),
  );
  document.querySelector('#view').replaceChildren(...(await views[tab]({ suites, world })));
  remember();
}

document.querySelector('#corp').addEventListener('change', (event) => {
  corp = event.target.value;
  void show();
});

await show();
