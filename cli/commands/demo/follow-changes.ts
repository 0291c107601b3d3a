import { setTimeout as sleep } from 'node:timers/promises';
import { stopReplication } from '../../../application/replications/stop-replication';
import { startRun } from '../../../application/runs/start-run';
import { waitForRun } from '../../../application/runs/wait-for-run';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { RunWithTables } from '../../../core/runs/record/run-record';
import type { JobEvent } from '../../../core/runs/replication/job-event';
import { type Comparison, isSame } from '../../../demo/staged-tables/compare-with-database';
import { StagedJob } from '../../../demo/staged-tables/staged-job';
import { runTraffic, type TrafficTotals } from '../../../demo/traffic/run-traffic';
import { operator } from '../../environment/operator';
import type { Cleanup } from '../../local-environment/cleanup';
import { ChangeCounts, type ChangeFigures } from './change-counts';
import type { RunningDemo } from './demo-options';

export interface FollowedJob {
  readonly job: string;
  readonly traffic: TrafficTotals;
  readonly figures: ChangeFigures;
  /** From the stop to the end of the run that resumed. */
  readonly downSeconds: number;
  readonly checkpoint?: string;
  /** Staged files, folded, compared with the database, by table. */
  readonly comparison: Readonly<Record<string, Comparison>>;
  readonly same: boolean;
  readonly resumedBy: RunWithTables;
  /** Newest first. */
  readonly events: readonly JobEvent[];
}

/** Receives progress; `progressed` is called four times per second. */
export interface FollowListener {
  progressed(figures: ChangeFigures): void;
  stopped(checkpoint: string | undefined, figures: ChangeFigures): void;
  resumed(seconds: number): void;
}

/** Changes per second. */
const rate = 150;
const beforeStop = 2_000;
const stopped = 1_000;
const afterResume = 1_500;
const checkEvery = 250;
const arrivesWithin = 300_000;

/**
 * Generates changes and follows them to staging. Stops and resumes the job meanwhile, and compares the staged files with the
 * database at the end.
 */
export async function followChanges(
  demo: RunningDemo,
  job: JobPlan,
  listener: FollowListener,
  cleanup: Cleanup,
): Promise<FollowedJob> {
  const { environment, shell } = demo;
  const jobKey = job.identity.key;
  const { shop, reader, staged } = await openJob(demo, job, cleanup);
  const counts = new ChangeCounts(job.expectedTables.map(({ schema, table }) => `${schema}.${table}`));
  const stop = new AbortController();
  cleanup.add(() => stop.abort());
  const traffic = runTraffic({
    client: shop,
    rate,
    seed: 1,
    from: shell.now(),
    signal: stop.signal,
    onCommit: (totals) => counts.made(totals),
  });
  traffic.catch(() => undefined);
  const monitoring = monitor(staged, counts, stop.signal, listener);
  monitoring.catch(() => undefined);

  await sleep(beforeStop);
  const request = { job: jobKey, wait: true, delete: false, force: false, by: operator(), now: shell.now };
  const { checkpoint } = await stopReplication(environment, request);
  const downAt = performance.now();
  listener.stopped(checkpoint?.checkpoint, counts.figures(Date.now()));
  await sleep(stopped);
  const started = await startRun(environment, jobKey, { by: operator(), at: shell.now() });
  const resumedBy = await waitForRun(environment, started, () => undefined);
  const downSeconds = (performance.now() - downAt) / 1_000;
  listener.resumed(downSeconds);
  await sleep(afterResume);

  stop.abort();
  const totals = await traffic;
  await monitoring;
  const comparison = await untilSame(staged, counts, reader, listener);
  return {
    job: jobKey,
    traffic: totals,
    figures: counts.figures(Date.now()),
    downSeconds,
    ...(checkpoint === undefined ? {} : { checkpoint: checkpoint.checkpoint }),
    comparison,
    same: Object.values(comparison).every(isSame),
    resumedBy,
    events: await environment.history.events(jobKey, 50),
  };
}

async function openJob({ plan, local, environment }: RunningDemo, job: JobPlan, cleanup: Cleanup) {
  const database = plan.sources.find(({ name }) => name === job.source)?.databaseName;
  if (database === undefined) throw new Error(`the plan has no database for ${job.identity.key}`);
  const connected = () => cleanup.own(local.database.connect(database), (client) => client.end());
  const [shop, reader] = await Promise.all([connected(), connected()]);
  const staged = await StagedJob.open(
    {
      objects: local.cloud.s3.objects,
      bucket: environment.platform.stagingBucketName,
      folder: job.stagingFolder,
    },
    job.expectedTables,
    reader,
  );
  return { shop, reader, staged };
}

async function monitor(
  staged: StagedJob,
  counts: ChangeCounts,
  signal: AbortSignal,
  listener: FollowListener,
): Promise<void> {
  while (!signal.aborted) {
    await checkOnce(staged, counts, listener);
    await sleep(checkEvery);
  }
}

async function checkOnce(staged: StagedJob, counts: ChangeCounts, listener: FollowListener): Promise<void> {
  counts.arrived(await staged.readNew());
  listener.progressed(counts.figures(Date.now()));
}

/** Waits until every committed change is staged; no more changes are made now. */
async function untilSame(
  staged: StagedJob,
  counts: ChangeCounts,
  reader: Parameters<StagedJob['compare']>[0],
  listener: FollowListener,
): Promise<Readonly<Record<string, Comparison>>> {
  for (const until = Date.now() + arrivesWithin; ; ) {
    await checkOnce(staged, counts, listener);
    // Comparing all rows is expensive, so their number is compared first.
    if (counts.isComplete || Date.now() > until) {
      const comparison = await staged.compare(reader);
      if (Object.values(comparison).every(isSame) || Date.now() > until) return comparison;
    }
    await sleep(checkEvery);
  }
}
