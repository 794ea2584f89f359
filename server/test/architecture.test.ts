import { describe, expect, test } from 'vitest';
import { importsOf, type Source, sourcesIn } from './imports.ts';

/** Who may import what. The first row whose `files` fits a file is its row. */
interface Arrow {
  readonly name: string;
  readonly files: RegExp;
  readonly may: RegExp;
  /** More that may be imported for its types alone. */
  readonly mayForTypes?: RegExp;
  readonly why: string;
}

const shared = 'pkg:@guanxi/shared';
const feature = 'server/src/features/[^/]+/';
const ofAnotherFeature = `${feature}(?!(repository|table)\\.ts)`;

const arrows: readonly Arrow[] = [
  {
    name: 'the contract',
    files: /^shared\/src\//,
    may: /^(pkg:zod$|shared\/src\/)/,
    why: 'the contract is read by the server, the pages and the documents, so it stands on nothing of ours',
  },
  {
    name: 'the platform client',
    files: /^server\/src\/wecom\//,
    may: /^(node:|pkg:(zod|fast-xml-parser|wechat-crypto)$|server\/src\/wecom\/)/,
    why: 'the client could be a package of its own: it knows the platform and nothing of the product',
  },
  {
    name: 'the database',
    files: /^server\/src\/db\//,
    may: new RegExp(`^(node:|${shared}$|pkg:(typeorm|mysql2)$|server/src/db/)`),
    why: 'storage serves every feature, so it knows none',
  },
  {
    name: 'the queue',
    files: /^server\/src\/queue\//,
    may: new RegExp(`^(node:|${shared}$|pkg:zod$|server/src/(queue|db)/)`),
    why: 'the queue runs whatever it is given, so it knows no feature and no platform',
  },
  {
    name: 'HTTP',
    files: /^server\/src\/http\//,
    may: new RegExp(
      `^(node:|${shared}$|pkg:(koa|@koa/router|raw-body|zod|rate-limiter-flexible)$|server/src/http/)`,
    ),
    mayForTypes: /^server\/src\/db\/keyring\.ts$/,
    why: 'HTTP carries every feature, so it knows none',
  },
  {
    name: 'the settings',
    files: /^server\/src\/config\//,
    may: new RegExp(`^(node:|pkg:zod$|${shared}$|server/src/config/)`),
    mayForTypes: /^server\/src\/db\//,
    why: 'settings are read before anything else exists',
  },
  {
    name: 'rules, policies and presenters',
    files: new RegExp(`^${feature}([\\w-]+-)?(rules|policy|present)\\.ts$`),
    may: new RegExp(`^(${shared}$|${feature}([\\w-]+-)?(rules|policy|present)\\.ts$)`),
    mayForTypes: new RegExp(`^(server/src/http/session\\.ts$|${feature})`),
    why: 'decisions are values in, values out, so that a table of cases can test them',
  },
  {
    name: 'tables and repositories',
    files: new RegExp(`^${feature}(repository|table)\\.ts$`),
    may: new RegExp(`^(pkg:typeorm$|${shared}$|server/src/db/|SAME)`),
    why: 'rows are stored in one place, which knows neither HTTP nor the platform',
  },
  {
    name: 'addresses of a feature',
    files: new RegExp(`^${feature}routes\\.ts$`),
    may: new RegExp(
      `^(${shared}$|server/src/(db|queue|http)/|server/src/wecom/index\\.ts$|${ofAnotherFeature}|SAME)`,
    ),
    mayForTypes: /^(pkg:(koa|@koa\/router)$|server\/src\/log\.ts$)/,
    why: 'addresses that do not speak the contract are mounted by hand and need the types of Koa',
  },
  {
    name: 'the rest of a feature',
    files: new RegExp(`^${feature}`),
    may: new RegExp(
      `^(${shared}$|pkg:(zod|pinyin-pro)$|node:crypto$|server/src/queue/|server/src/http/(add-route|app-error|attempt-limit|cursor|session)\\.ts$|server/src/wecom/index\\.ts$|${ofAnotherFeature}|SAME)`,
    ),
    mayForTypes: /^server\/src\/(db\/|log\.ts$)/,
    why: 'a use case speaks through the contract, repositories, the queue and the client; whose table it is stays its owner’s business',
  },
  {
    name: 'the metrics',
    files: /^server\/src\/metrics\//,
    may: new RegExp(`^(node:|${shared}$|pkg:prom-client$|server/src/(metrics|queue)/|${ofAnotherFeature})`),
    mayForTypes: /^(pkg:(koa|@koa\/router)$|server\/src\/(db\/|wecom\/index\.ts$))/,
    why: 'metrics look at every part and no part looks at them; what they read of a feature goes through a use case',
  },
  {
    name: 'the root of the server',
    files: /^server\/src\/[^/]+\.ts$/,
    may: new RegExp(`^(node:|${shared}$|pkg:(koa|@koa/router|pino)$|server/src/)`),
    mayForTypes: /^pkg:typeorm$/,
    why: 'the root ties the parts together, and ties them only to each other',
  },
  {
    name: 'the simulator',
    files: /^scripts\/wecom-sim\//,
    may: /^(node:|pkg:(koa|zod|pino|uqr|@wecom\/jssdk|mime-types)$|scripts\/wecom-sim\/)/,
    why: 'two independent readings of the platform check each other only while they share nothing',
  },
  {
    name: 'the pages',
    files: /^h5\/(src|dev)\//,
    may: /^(?!server\/|scripts\/|node:)/,
    why: 'pages know the server by its contract alone',
  },
];

/** A feature is one folder, whatever folders it has inside. */
function ownFolderOf(path: string): string {
  return new RegExp(`^${feature}`).exec(path)?.[0] ?? path.slice(0, path.lastIndexOf('/') + 1);
}

function breachesOf(source: Source): string[] {
  const arrow = arrows.find(({ files }) => files.test(source.path));
  if (arrow === undefined) {
    return [`${source.path} belongs to no row of the table`];
  }
  const ownFolder = ownFolderOf(source.path);
  return importsOf(source)
    .filter(({ target, isTypeOnly }) => {
      const named = target.startsWith(ownFolder) && arrow.may.source.includes('SAME') ? 'SAME' : target;
      const isAllowed = arrow.may.test(named) || arrow.may.test(target);
      return !isAllowed && !(isTypeOnly && arrow.mayForTypes?.test(target) === true);
    })
    .map(({ target }) => `${source.path} imports ${target}: ${arrow.why}`);
}

/** Words a file must not hold, beside what it must not import. */
const words: readonly { files: RegExp; not: RegExp; why: string }[] = [
  {
    files: /^(server|shared)\/src\/(?!config\/env\.ts$)/,
    not: /\bprocess\.env\b/,
    why: 'the environment is read once, in config/env.ts',
  },
  {
    files: new RegExp(`^${feature}([\\w-]+-)?(rules|policy|present)\\.ts$`),
    not: /Date\.now|new Date\(\)|Math\.random|\bprocess\b|\bawait\b/,
    why: 'time and chance come in as values',
  },
  {
    files: /^server\/src\/(?!db\/)/,
    not: /synchronize: true/,
    why: 'the schema changes by migrations alone',
  },
];

function wordsIn(source: Source): string[] {
  const code = source.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  return words
    .filter(({ files, not }) => files.test(source.path) && not.test(code))
    .map(({ not, why }) => `${source.path} holds ${not}: ${why}`);
}

const sources = ['shared/src', 'server/src', 'scripts/wecom-sim', 'h5/src'].flatMap(sourcesIn);

test.each(arrows.map((arrow) => [arrow.name, arrow] as const))(
  '%s: imports go the allowed way',
  (_name, arrow) => {
    const own = sources.filter(({ path }) => arrows.find(({ files }) => files.test(path)) === arrow);
    expect(own.length).toBeGreaterThan(0);
    expect(own.flatMap(breachesOf)).toEqual([]);
  },
);

test('every file has a row in the table', () => {
  expect(sources.flatMap(breachesOf).filter((line) => line.includes('belongs to no row'))).toEqual([]);
});

test('no file holds words it must not', () => {
  expect(sources.flatMap(wordsIn)).toEqual([]);
});

describe('the check itself', () => {
  test.each([
    ['shared/src/x.ts', "import { a } from '../../server/src/a.ts';"],
    ['shared/src/x.ts', "import fs from 'node:fs';"],
    ['server/src/wecom/x.ts', "import { z } from '@guanxi/shared/time';"],
    ['server/src/wecom/x.ts', "export * from '../http/body.ts';"],
    ['server/src/db/x.ts', "import type { A } from '../features/tags/table.ts';"],
    ['server/src/queue/x.ts', "const a = await import('../wecom/index.ts');"],
    ['server/src/http/x.ts', "import { WecomError } from '../wecom/index.ts';"],
    ['server/src/http/x.ts', "import { createKeyring } from '../db/keyring.ts';"],
    ['server/src/features/tags/rules.ts', "import { tagsRepo } from './repository.ts';"],
    ['server/src/features/tags/rules.ts', "import { In } from 'typeorm';"],
    ['server/src/features/tags/present.ts', "import { randomBytes } from 'node:crypto';"],
    ['server/src/features/tags/relation-rules.ts', "import { lanes } from '../../queue/job.ts';"],
    ['server/src/features/tags/repository.ts', "import { memberTable } from '../members/table.ts';"],
    ['server/src/features/tags/repository.ts', "import { WecomError } from '../../wecom/index.ts';"],
    ['server/src/features/tags/change-tags.ts', "import { In } from 'typeorm';"],
    ['server/src/features/tags/change-tags.ts', "import type { Context } from 'koa';"],
    ['server/src/features/tags/change-tags.ts', "import { membersRepo } from '../members/repository.ts';"],
    ['server/src/features/tags/change-tags.ts', "import { memberTable } from '../members/table.ts';"],
    [
      'server/src/features/tags/change-tags.ts',
      "import { openCipher } from '../../wecom/callback/cipher.ts';",
    ],
    ['server/src/features/tags/change-tags.ts', "import { toSql } from '../../db/dialect.ts';"],
    ['server/src/features/tags/change-tags.ts', "import type { AppContext } from '../../context.ts';"],
    ['scripts/wecom-sim/x.ts', "import { x } from '../../server/src/wecom/index.ts';"],
    ['scripts/wecom-sim/x.ts', "import { x } from '@guanxi/shared/time';"],
    ['h5/src/x.ts', "import type { A } from '../../server/src/context.ts';"],
    ['server/src/nowhere/x.ts', ''],
  ])('%s breaches with %s', (path, text) => {
    expect(breachesOf({ path, text })).toHaveLength(1);
  });

  test.each([
    ['server/src/features/tags/rules.ts', "import type { TagRow } from './table.ts';"],
    ['server/src/features/tags/change-tags.ts', "import { tagsRepo } from './repository.ts';"],
    [
      'server/src/features/tags/change-tags.ts',
      "import { type Db, type Database } from '../../db/data-source.ts';",
    ],
    ['server/src/features/tags/change-tags.ts', "import { x } from '../members/member-names.ts';"],
    ['server/src/features/tags/change-tags.ts', '// import { In } from "typeorm"'],
  ])('%s may hold %s', (path, text) => {
    expect(breachesOf({ path, text })).toEqual([]);
  });

  test.each([
    ['server/src/log.ts', 'const level = process.env.LOG_LEVEL;'],
    ['server/src/features/tags/rules.ts', 'const now = Date.now();'],
    ['server/src/features/tags/policy.ts', 'const now = new Date();'],
  ])('%s must not hold %s', (path, text) => {
    expect(wordsIn({ path, text })).toHaveLength(1);
  });

  test('a word in a comment is no breach', () => {
    expect(wordsIn({ path: 'server/src/log.ts', text: '// not process.env' })).toEqual([]);
  });
});
