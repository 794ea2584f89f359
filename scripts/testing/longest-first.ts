import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute by themselves. Begun last, they would be waited for by an idle processor. */
const longest = ['server/endurance/', 'server/test/kill.'];

/** The order of Vitest, but for the longest files, which begin first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => longest.some((part) => moduleId.includes(part));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
