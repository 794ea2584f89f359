import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from './app.ts';

const token = 'abcdefghij0123456789ABCDEFGHIJ';
const config = join(import.meta.dirname, '../../config');
let app: TestApp;
/** What the server tells, without the endings histograms add, with the labels it was seen with. */
let told: Map<string, Set<string>>;

beforeAll(async () => {
  app = await startTestApp({ env: { METRICS_TOKEN: token } });
  await app.fullSync();
  app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name: '第一位' } });
  await app.settle();
  const answer = await fetch(`${app.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  told = metricsOf(await answer.text());
});

afterAll(() => app.stop());

function metricsOf(text: string): Map<string, Set<string>> {
  const names = [...text.matchAll(/^# TYPE (\w+) \w+$/gm)].map(([, name = '']) => name);
  const metrics = new Map(names.map((name) => [name, new Set<string>()]));
  for (const [, series = '', labels = ''] of text.matchAll(/^(\w+)\{([^}]*)\} /gm)) {
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) {
      metrics.get(plainName(series))?.add(label);
    }
  }
  return metrics;
}

function plainName(name: string): string {
  return name.replace(/_(bucket|count|sum)$/, '');
}

/** Every metric an expression uses, with the labels it selects by. */
function usesOf(expression: string): { name: string; labels: string[] }[] {
  return [...expression.matchAll(/\b(guanxi_\w+)(?:\{([^}]*)\})?/g)].map(([, name = '', labels = '']) => ({
    name: plainName(name),
    labels: [...labels.matchAll(/(\w+)[=!]~?"/g)].map(([, label = '']) => label),
  }));
}

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}

const dashboard = JSON.parse(readFileSync(join(config, 'grafana/guanxi.json'), 'utf8')) as {
  panels: Panel[];
};
const alerts = readFileSync(join(config, 'prometheus/alerts.yml'), 'utf8');
const expressions = [
  ...dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
  ...[...alerts.matchAll(/alert: (\w+)\n\s+expr: (.+)/g)].map(
    ([, title = '', expr = '']) => [title, expr] as const,
  ),
];

test('there are enough expressions for the next test to mean something', () => {
  expect(expressions.length).toBeGreaterThan(40);
});

/** What Prometheus adds to every series. */
const addedLabels = ['job', 'instance', 'le'];
/** Labels that no series of this quiet server has, by the code that would give them. */
const quiet = new Map([
  ['guanxi_inbox_oldest_seconds', ['lane']],
  ['guanxi_jobs', ['kind', 'status']],
  ['guanxi_job_overdue_seconds', ['kind']],
  ['guanxi_database_connections', ['state']],
]);

test.each(expressions)('%s asks for what the server tells', (_title, expression) => {
  for (const { name, labels } of usesOf(expression)) {
    const known = told.get(name);
    expect(known, name).toBeDefined();
    expect([...(known ?? []), ...addedLabels, ...(quiet.get(name) ?? [])]).toEqual(
      expect.arrayContaining(labels),
    );
  }
});

describe('the dashboard', () => {
  test('has no two panels in one place', () => {
    const taken = new Set<string>();
    for (const { title, gridPos } of dashboard.panels) {
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        const place = `${x}/${gridPos.y}`;
        expect(taken.has(place), title).toBe(false);
        taken.add(place);
      }
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    }
  });
});
