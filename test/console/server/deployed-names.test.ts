import { setTimeout as sleep } from 'node:timers/promises';
import { rememberNames } from '../../../console/server/deployed-names';
import { memoryEnvironment } from '../../helpers/runs/memory-environment';

function open() {
  let jobs: () => Promise<readonly string[]> = async () => ['sales/orders'];
  let reads = 0;
  let now = 0;
  const { deployment } = memoryEnvironment([]);
  const counted = {
    ...deployment,
    jobKeys: () => {
      reads += 1;
      return jobs();
    },
  };
  const remembered = rememberNames(counted, () => now);
  return {
    keys: () => remembered.jobKeys('dev'),
    answer: (next: typeof jobs) => {
      jobs = next;
    },
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    reads: () => reads,
  };
}

test('names are read once in ten seconds, also by requests at the same time', async () => {
  const { keys, pass, reads } = open();
  expect(await Promise.all([keys(), keys()])).toEqual([['sales/orders'], ['sales/orders']]);
  pass(9_999);
  await keys();
  expect(reads()).toBe(1);
});

test('a deployed job is known after ten seconds', async () => {
  const { keys, answer, pass } = open();
  await keys();
  answer(async () => ['sales/orders', 'sales/returns']);
  pass(10_000);
  expect(await keys()).toEqual(['sales/orders', 'sales/returns']);
});

test('an answer does not wait for names that take long, and has them later', async () => {
  const { keys, answer, pass } = open();
  await keys();
  let arrive: (names: readonly string[]) => void = () => undefined;
  answer(
    () =>
      new Promise((resolve) => {
        arrive = resolve;
      }),
  );
  pass(10_000);
  expect(await keys()).toEqual(['sales/orders']);
  arrive([]);
  expect(await keys()).toEqual([]);
});

test('names that take long and then cannot be read are an error of the next answer', async () => {
  const { keys, answer, pass } = open();
  await keys();
  answer(async () => {
    await sleep(150);
    throw new Error('refused');
  });
  pass(10_000);
  expect(await keys()).toEqual(['sales/orders']);
  await sleep(100);
  await expect(keys()).rejects.toThrow('refused');
});

test('names that cannot be read are an error, and are read again', async () => {
  const { keys, answer, reads } = open();
  answer(() => Promise.reject(new Error('refused')));
  await expect(keys()).rejects.toThrow('refused');
  answer(async () => []);
  expect(await keys()).toEqual([]);
  expect(reads()).toBe(2);
});
