import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalCloud, operatorCredentials, startLocalCloud } from '@lakeferry/local-cloud';
import { createLakeObjects } from '../aws/lake/objects';
import { useLocalCloud } from '../cli/environment/connect';
import { copyToLakeQueueName } from '../core/lake/copy-to-lake-queues';
import type { Bench, Measurement } from './measurement';
import { synthesize } from './synth';

/** Round trip of an S3 call. Without it, the loop that is compared would not wait. */
const roundTripMilliseconds = 10;
const compared = 1_000;
const sizes = [100, compared, 10_000] as const;
const tables = 4;

interface Copied {
  readonly seconds: number;
  readonly calls: number;
}

/**
 * The template's queue and function, compared with a loop that checks and copies one object after
 * the other.
 */
export const copyToLake: Bench = {
  name: 'staging to lake by arrival',
  async measure() {
    const assembly = mkdtempSync(join(tmpdir(), 'lakeferry-bench-copier-'));
    try {
      synthesize('local', assembly);
      const copied = new Map<number, Copied>();
      for (const size of sizes)
        copied.set(size, await withCloud(assembly, (cloud) => byFunction(cloud, size)));
      const loop = await withCloud(assembly, (cloud) => byLoop(cloud, compared));
      return figures(copied, loop);
    } finally {
      rmSync(assembly, { recursive: true, force: true });
    }
  },
};

function figures(copied: ReadonlyMap<number, Copied>, loop: Copied): Measurement[] {
  const at = (size: number): Copied => copied.get(size) ?? { seconds: Number.NaN, calls: Number.NaN };
  const rate = (size: number): number => size / at(size).seconds;
  const how = `${roundTripMilliseconds} ms per call, ${tables} tables, from messages in the queue until the last object is in the lake`;
  return [
    ...sizes.map((size) => ({
      name: `copy-to-lake, ${size} objects`,
      value: rate(size),
      unit: 'objects/s',
      how,
    })),
    {
      name: `head-and-copy loop, ${compared} objects`,
      value: compared / loop.seconds,
      unit: 'objects/s',
      how: 'HeadObject and CopyObject of one object after the other, same objects, same round trip',
    },
    {
      name: 'rate compared with the loop',
      value: (rate(compared) * loop.seconds) / compared,
      unit: 'times',
      aim: { atLeast: 10 },
      how: `${compared} objects each`,
    },
    {
      name: 'calls per object',
      value: at(compared).calls / compared,
      unit: 'calls',
      how: 'all calls of the function: S3, and its parameter, plan and counts',
    },
    {
      name: 'calls compared with the loop',
      value: at(compared).calls / loop.calls,
      unit: 'times',
      // Only one copy per object would be 0.5. The listing and the count of each batch come on top.
      aim: { atMost: 0.5 },
      how: 'the loop makes two calls per object',
    },
    {
      name: 'time per object, 10,000 compared with 1,000',
      value: rate(compared) / rate(10_000),
      unit: 'times',
      aim: { atMost: 1.5 },
      how,
    },
  ];
}

async function withCloud(assembly: string, work: (cloud: LocalCloud) => Promise<Copied>): Promise<Copied> {
  const cloud = await startLocalCloud({ assembly, beforeCall: () => sleep(roundTripMilliseconds) });
  try {
    useLocalCloud({
      url: cloud.url,
      region: cloud.region,
      ...operatorCredentials,
      pid: process.pid,
      startedAt: new Date().toISOString(),
      databases: [],
    });
    return await work(cloud);
  } finally {
    await cloud.stop();
  }
}

function bucket(cloud: LocalCloud, output: string): string {
  return cloud.stacks.find('lakeferry-local-platform')?.outputs.get(output)?.value ?? '';
}

/** Puts objects into staging without sending events. */
async function stage(cloud: LocalCloud, size: number): Promise<readonly string[]> {
  cloud.eventBus.script(() => 'lose');
  const keys = Array.from(
    { length: size },
    (_, index) => `sales/orders-live/sales/t${index % tables}/20261121-${String(index).padStart(9, '0')}.csv`,
  );
  for (const key of keys)
    await cloud.s3.objects.put(bucket(cloud, 'StagingBucketName'), key, Buffer.from('I,1,2,3\n'));
  return keys;
}

async function byFunction(cloud: LocalCloud, size: number): Promise<Copied> {
  const [staging, lake] = [bucket(cloud, 'StagingBucketName'), bucket(cloud, 'LakeBucketName')];
  const keys = await stage(cloud, size);
  const queue = cloud.sqs.find(copyToLakeQueueName('local'));
  const notify = (key: string): void => {
    const detail = { bucket: { name: staging }, object: { key } };
    queue?.send(JSON.stringify({ source: 'aws.s3', 'detail-type': 'Object Created', detail }));
  };
  // The first request starts the function.
  await cloud.s3.objects.put(staging, 'sales/orders-live/sales/warm/1.csv', Buffer.from('x'));
  notify('sales/orders-live/sales/warm/1.csv');
  while ((await cloud.s3.objects.list(lake, '')).length < 1) await sleep(20);
  cloud.calls.clear();
  const start = performance.now();
  for (const key of keys) notify(key);
  while ((await cloud.s3.objects.list(lake, '')).length < size + 1) await sleep(20);
  const seconds = (performance.now() - start) / 1000;
  while ((queue?.counts().hidden ?? 0) > 0) await sleep(20);
  return { seconds, calls: sum(cloud.calls.totals()) };
}

async function byLoop(cloud: LocalCloud, size: number): Promise<Copied> {
  const [staging, lake] = [bucket(cloud, 'StagingBucketName'), bucket(cloud, 'LakeBucketName')];
  const keys = await stage(cloud, size);
  const objects = createLakeObjects();
  cloud.calls.clear();
  const start = performance.now();
  for (const key of keys) {
    const from = await objects.head({ bucket: staging, key });
    if (from !== undefined) await objects.copy({ from, to: { bucket: lake, key: `loop/${key}` } });
  }
  return { seconds: (performance.now() - start) / 1000, calls: sum(cloud.calls.totals()) };
}

function sum(totals: Readonly<Record<string, number>>): number {
  return Object.values(totals).reduce((all, count) => all + count, 0);
}
