import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';
import { stopReplication } from '../../../application/replications/stop-replication';
import { startRun } from '../../../application/runs/start-run';
import { waitForRun } from '../../../application/runs/wait-for-run';
import type { Plan } from '../../../core/planning/plan';
import type { RunWithTables } from '../../../core/runs/record/run-record';
import type { JobEvent } from '../../../core/runs/replication/job-event';
import { type Comparison, isSame } from '../../../demo/staged-tables/database-table';
import { StagedJob } from '../../../demo/staged-tables/staged-job';
import { runTraffic, type TrafficTotals } from '../../../demo/traffic/traffic';
import { operator } from '../../environment/operator';
import type { Cleanup } from '../../local-environment/cleanup';
import type { LocalEnvironment } from '../../local-environment/start-local-environment';
import type { Shell } from '../../shell';
import { Arrivals, type LiveFigures } from './arrivals';

export interface LiveReport {
  readonly job: string;
  readonly traffic: TrafficTotals;
  readonly figures: LiveFigures;
  /** Seconds from the stop to the end of the run that resumed. */
  readonly downSeconds: number;
  readonly checkpoint?: string;
  /** By table: the staged files, folded, against the database. */
  readonly comparison: Readonly<Record<string, Comparison>>;
  readonly same: boolean;
  readonly resumedBy: RunWithTables;
  /** Newest first. */
  readonly events: readonly JobEvent[];
}

/** Words on the way; `soFar` comes twice a second. */
export interface LiveListener {
  soFar(figures: LiveFigures): void;
  stopped(checkpoint: string | undefined, figures: LiveFigures): void;
  resumed(seconds: number): void;
}

export interface LiveDemo {
  readonly plan: Plan;
  readonly jobKey: string;
  readonly connection: DeployedEnvironment;
  readonly environment: LocalEnvironment;
  readonly shell: Shell;
}

const rate = 150;
const before = 4_000;
const down = 1_500;
const after = 3_000;
const lookEvery = 500;
const arrivesWithin = 20_000;

/** Makes changes, watches them arrive, stops and resumes the job meanwhile, and holds what was staged against the database. */
export async function showLive(
  demo: LiveDemo,
  listener: LiveListener,
  cleanup: Cleanup,
): Promise<LiveReport> {
  const { connection, environment, jobKey, shell } = demo;
  const { job, database } = jobOf(demo);
  const [shop, reader] = await Promise.all(
    [1, 2].map(() => cleanup.own(environment.database.connect(database), (client) => client.end())),
  );
  if (shop === undefined || reader === undefined) throw new Error('no connection to the shop');
  const staged = await StagedJob.open(
    {
      objects: environment.cloud.s3.objects,
      bucket: connection.platform.stagingBucketName,
      folder: job.stagingFolder,
    },
    job.expectedTables,
    reader,
  );
  const arrivals = new Arrivals(job.expectedTables.map(({ schema, table }) => `${schema}.${table}`));
  const stop = new AbortController();
  cleanup.add(() => stop.abort());
  const traffic = runTraffic({
    client: shop,
    rate,
    seed: 1,
    from: shell.now(),
    signal: stop.signal,
    onCommit: (totals) => arrivals.made(totals),
  });
  traffic.catch(() => undefined);
  const watching = watch(staged, arrivals, stop.signal, listener);
  watching.catch(() => undefined);

  await sleep(before);
  const stopped = await stopReplication(connection, {
    job: jobKey,
    wait: true,
    delete: false,
    force: false,
    by: operator(),
    now: shell.now,
  });
  const downAt = performance.now();
  listener.stopped(stopped.checkpoint?.checkpoint, arrivals.figures(Date.now()));
  await sleep(down);
  const resumedBy = await waitForRun(
    connection,
    await startRun(connection, jobKey, { by: operator(), at: shell.now() }),
    () => undefined,
  );
  const downSeconds = (performance.now() - downAt) / 1_000;
  listener.resumed(downSeconds);
  await sleep(after);

  stop.abort();
  const totals = await traffic;
  await watching;
  const comparison = await untilSame(staged, arrivals, reader, listener);
  return {
    job: jobKey,
    traffic: totals,
    figures: arrivals.figures(Date.now()),
    downSeconds,
    ...(stopped.checkpoint === undefined ? {} : { checkpoint: stopped.checkpoint.checkpoint }),
    comparison,
    same: Object.values(comparison).every(isSame),
    resumedBy,
    events: await connection.history.events(jobKey, 50),
  };
}

async function watch(
  staged: StagedJob,
  arrivals: Arrivals,
  signal: AbortSignal,
  listener: LiveListener,
): Promise<void> {
  while (!signal.aborted) {
    arrivals.arrived(await staged.look());
    listener.soFar(arrivals.figures(Date.now()));
    await sleep(lookEvery);
  }
}

/** The shop is closed: what is committed has to arrive. */
async function untilSame(
  staged: StagedJob,
  arrivals: Arrivals,
  reader: Parameters<StagedJob['compare']>[0],
  listener: LiveListener,
): Promise<Readonly<Record<string, Comparison>>> {
  for (const until = Date.now() + arrivesWithin; ; ) {
    arrivals.arrived(await staged.look());
    listener.soFar(arrivals.figures(Date.now()));
    // Holding all rows against each other is dear: first their number.
    if (arrivals.complete || Date.now() > until) {
      const comparison = await staged.compare(reader);
      if (Object.values(comparison).every(isSame) || Date.now() > until) return comparison;
    }
    await sleep(lookEvery);
  }
}

function jobOf({ plan, jobKey }: LiveDemo) {
  const job = plan.departments
    .flatMap((department) => department.jobs)
    .find(({ identity }) => identity.key === jobKey);
  const database = plan.sources.find(({ name }) => name === job?.source)?.databaseName;
  if (job === undefined || database === undefined) throw new Error(`the plan has no job ${jobKey}`);
  return { job, database };
}
