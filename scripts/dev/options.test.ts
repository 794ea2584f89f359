import { describe, expect, test } from 'vitest';
import { parseStartOptions, UsageError } from './options.ts';

const parse = (...argv: string[]) => parseStartOptions(argv, '/home/user');

describe('parseStartOptions', () => {
  test('without options everything has a default', () => {
    expect(parse()).toEqual({
      json: false,
      help: false,
      empty: false,
      port: undefined,
      simPort: undefined,
      dataDir: '/home/user/data',
      databaseUrl: 'sqlite:/home/user/data/guanxi.sqlite',
    });
  });

  test('reads every option', () => {
    expect(
      parse('--json', '--empty', '--port', '8080', '--sim-port=8090', '--data', 'a folder', '--help'),
    ).toEqual({
      json: true,
      help: true,
      empty: true,
      port: 8080,
      simPort: 8090,
      dataDir: '/home/user/a folder',
      databaseUrl: 'sqlite:/home/user/a folder/guanxi.sqlite',
    });
  });

  test.each([
    ['sqlite:x.sqlite', 'sqlite:/home/user/x.sqlite'],
    ['sqlite:/abs/x.sqlite', 'sqlite:/abs/x.sqlite'],
    ['sqlite:///abs/x.sqlite', 'sqlite:/abs/x.sqlite'],
    ['mysql://u:p@127.0.0.1:3306/crm', 'mysql://u:p@127.0.0.1:3306/crm'],
  ])('--database %s', (given, expected) => {
    expect(parse('--database', given).databaseUrl).toBe(expected);
  });

  test.each([
    ['--port', 'http'],
    ['--port', '70000'],
    ['--sim-port', '-1'],
    ['--database', 'postgres://x'],
    ['--database', 'sqlite:'],
    ['--unknown'],
    ['word'],
  ])('%s %s is a usage error', (...argv) => {
    expect(() => parse(...argv)).toThrow(UsageError);
  });

  test('port 0 means a free one', () => {
    expect(parse('--port', '0').port).toBeUndefined();
  });
});
