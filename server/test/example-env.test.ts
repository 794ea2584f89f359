import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { environmentVariables } from '../src/config/env.ts';

const lines = readFileSync(join(import.meta.dirname, '../../config/example.env'), 'utf8').split('\n');
const assignments = lines.flatMap((line, index) => {
  const [, name] = /^(\w+)=/.exec(line) ?? [];
  return name === undefined ? [] : [{ name, comment: lines[index - 1] ?? '' }];
});

test('the example names exactly the variables the server reads, in the same order', () => {
  expect(assignments.map(({ name }) => name)).toEqual(Object.keys(environmentVariables));
});

test.each(Object.entries(environmentVariables))('%s is explained', (name, sentence) => {
  const position = lines.findIndex((line) => line.startsWith(`${name}=`));
  const block = lines.slice(0, position).join('\n').split('\n\n').at(-1) ?? '';
  expect(block.split('\n').every((line) => line.startsWith('# '))).toBe(true);
  expect(block).toContain(sentence);
});

test('every line is a comment, an assignment or empty', () => {
  expect(lines.filter((line) => !/^(#.*|\w+=.*|)$/.test(line))).toEqual([]);
});
