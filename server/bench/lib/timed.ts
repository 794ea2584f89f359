/**
 * Does a work again and again, each time for another random number.
 *
 * @returns how long each took, in milliseconds
 */
export async function timed(count: number, work: (number: number) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const number = Math.floor(Math.random() * 2 ** 31);
    const startedAt = performance.now();
    await work(number);
    times.push(performance.now() - startedAt);
  }
  return times;
}
