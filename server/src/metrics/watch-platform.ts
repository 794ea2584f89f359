import { Gauge, type Registry } from 'prom-client';
import type { Installations } from '../features/corps/installation.ts';
import type { Budget, LaneState } from '../wecom/index.ts';

/** What the gauges read. */
export interface PlatformSource {
  readonly budget: Pick<Budget, 'state'>;
  readonly installations: Pick<Installations, 'all'>;
}

/** Lanes shown at a scrape. Each is seven series, and there may be thousands of companies. */
const lanesAtMost = 200;
/** The label of calls of suites, which are about no company or about any. */
const noCorp = 'none';

/** A lane with the label of its company. */
type LabelledLane = LaneState & { readonly label: string };

/** Adds gauges of the budget. A lane that is at rest says nothing and is left out. */
export function watchPlatform(registry: Registry, source: PlatformSource): void {
  const labelOf = () => {
    const byKey = new Map(
      source.installations.all().map(({ corpId, client }) => [client.access.budgetKey, String(corpId)]),
    );
    return (key: string) => byKey.get(key) ?? noCorp;
  };
  const lanes = (): LabelledLane[] => {
    const label = labelOf();
    return source.budget
      .state()
      .lanes.filter(isUnderWay)
      .toSorted((a, b) => Number(b.pause !== null) - Number(a.pause !== null) || b.waiting - a.waiting)
      .slice(0, lanesAtMost)
      .map((lane) => ({ ...lane, label: label(lane.corp) }));
  };
  const laneGauge = (name: string, help: string, read: (lane: LaneState) => number | null) =>
    new Gauge({
      name: `guanxi_wecom_lane_${name}`,
      help,
      labelNames: ['corp', 'api'],
      registers: [registry],
      collect() {
        this.reset();
        for (const lane of lanes()) {
          const value = read(lane);
          if (value !== null) {
            this.set({ corp: lane.label, api: lane.api }, value);
          }
        }
      },
    });
  laneGauge('in_flight', 'Calls of one API of one company under way', (lane) => lane.inFlight);
  laneGauge('waiting', 'Calls that wait for their turn', (lane) => lane.waiting);
  laneGauge('concurrency', 'Calls that may be under way together', (lane) => lane.concurrency);
  laneGauge('rate_share', 'Share of the full rate', (lane) => lane.rateShare);
  laneGauge('paused_until_seconds', 'End of the pause, in Unix time', (lane) =>
    lane.pause === null ? null : lane.pause.untilMs / 1000,
  );
  new Gauge({
    name: 'guanxi_wecom_circuits_open',
    help: 'Installed companies for which nothing is called, by the code that led to it',
    labelNames: ['errcode'],
    registers: [registry],
    collect() {
      this.reset();
      const label = labelOf();
      for (const { corp, errcode } of source.budget.state().circuits) {
        if (label(corp) !== noCorp) {
          this.inc({ errcode });
        }
      }
    },
  });
}

function isUnderWay({ inFlight, waiting, pause, rateShare, isNarrowed }: LaneState): boolean {
  return inFlight > 0 || waiting > 0 || pause !== null || rateShare < 1 || isNarrowed;
}
