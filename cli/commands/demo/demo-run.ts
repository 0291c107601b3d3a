import {
  type DeployedEnvironment,
  openEnvironment,
} from '../../../application/environments/deployed-environment';
import { createDms } from '../../../aws/dms/dms';
import type { Plan } from '../../../core/planning/plan';
import { scheduleGroupName } from '../../../infra/names';
import { useLocalCloud } from '../../environment/connect';
import type { Cleanup } from '../../local-environment/cleanup';
import {
  type LocalEnvironment,
  startLocalEnvironment,
} from '../../local-environment/start-local-environment';
import { asStep } from '../../local-environment/steps';
import { fitting } from '../../output/hanging-indent';
import { LiveLines } from '../../output/live-lines';
import { count, plural } from '../../output/quantities';
import { stepLines } from '../../output/step-lines';
import { inkOf, type Shell } from '../../shell';
import { barOf, fittingBarLines } from './bars';
import { follow } from './follow';
import { landingResult } from './lake-view';
import type { LiveReport } from './live';
import { plannedLoads, type TableLoad } from './loads';
import { hurryPolls } from './polls';
import { hasLanded, type LandingReport, land } from './read-lake';
import type { DemoReport } from './report';
import { watchRuns } from './watch-runs';

export interface DemoOptions {
  readonly plan: Plan;
  /** Absolute. */
  readonly configFolder: string;
  readonly shell: Shell;
  /** No words on stdout. */
  readonly silent: boolean;
  readonly keep: boolean;
}

/** The whole path on this machine: database, template, local cloud, schedules, loads, history, files. */
export async function runDemo(options: DemoOptions, cleanup: Cleanup): Promise<DemoReport> {
  const { plan, shell, silent } = options;
  const began = performance.now();
  const since = shell.now();
  const steps = stepLines(shell, silent);
  cleanup.add(() => steps.close());
  const environment = await startLocalEnvironment(
    { ...options, workingFolder: shell.workingFolder, now: since, log: () => undefined },
    cleanup,
    steps,
  );
  useLocalCloud(environment.address);
  const connection = await openEnvironment(plan.environment.name);
  const jobs = scheduledJobs(plan);
  const polls = hurryPolls(environment.cloud, plan.environment.name);
  cleanup.add(() => polls.stop());
  const runs = await asStep(
    steps,
    'running',
    async () => {
      await fire(plan, jobs, environment);
      steps.close();
      if (!silent)
        shell.print(
          fitting(
            shell,
            `${inkOf(shell).green('✓')} fired ${plural(jobs.length, 'schedule')}: ${jobs.join(', ')}`,
          ),
        );
      return watch(options, jobs, since, connection, environment);
    },
    (done) =>
      `${count(done.reduce((sum, { run }) => sum + (run.verdict?.evidence.rows ?? 0), 0))} rows moved`,
  );
  const live = await follow(options, { connection, environment }, cleanup, steps);
  const arrivals = await asStep(
    steps,
    'landing',
    () => land({ plan, connection, environment, shell }),
    landingResult,
  );
  await polls.stop();
  const bucket = connection.platform.stagingBucketName;
  const files = await environment.cloud.s3.objects.list(bucket, '');
  const allRuns = live === undefined ? runs : [...runs, live.resumedBy];
  return {
    succeeded: succeeded(allRuns, live, arrivals),
    milliseconds: Math.round(performance.now() - began),
    steps: steps.times,
    runs: allRuns,
    ...(live === undefined ? {} : { live }),
    arrivals,
    stagingBucket: bucket,
    files: files.map(({ key, size }) => ({ key, size })),
    ...(options.keep ? { address: environment.address } : {}),
  };
}

/** Keys of the jobs that a schedule starts. */
function scheduledJobs(plan: Plan): readonly string[] {
  return plan.departments
    .flatMap((department) => department.jobs)
    .filter((job) => job.enabled && job.schedule !== undefined)
    .map((job) => job.identity.key);
}

function succeeded(runs: DemoReport['runs'], live: LiveReport | undefined, arrivals: LandingReport): boolean {
  return (
    runs.length > 0 &&
    runs.every(({ run }) => run.verdict?.outcome === 'succeeded') &&
    live?.same !== false &&
    hasLanded(arrivals)
  );
}

async function fire(plan: Plan, jobKeys: readonly string[], { cloud }: LocalEnvironment): Promise<void> {
  const jobs = plan.departments.flatMap((department) => department.jobs);
  await Promise.all(
    jobs
      .filter((job) => jobKeys.includes(job.identity.key))
      .map((job) => cloud.scheduler.fireNow(job.identity.slug, scheduleGroupName(plan.environment.name))),
  );
}

async function watch(
  { plan, shell, silent }: DemoOptions,
  jobs: readonly string[],
  since: Date,
  connection: DeployedEnvironment,
  { tables }: LocalEnvironment,
) {
  const ink = inkOf(shell);
  const live = new LiveLines(shell);
  const said = new Set<string>();
  const onLoads = (loads: readonly TableLoad[]): void => {
    if (silent) return;
    if (shell.interactive) {
      live.show(fittingBarLines(loads, ink, shell.width(), shell.height() - 2));
      return;
    }
    // Nothing is redrawn in a file or a pipe: each table says once that it is done.
    const draw = barOf(loads, ink, shell.width());
    for (const load of loads.filter(({ state }) => state === 'loaded' || state === 'failed')) {
      if (said.has(`${load.job} ${load.table}`)) continue;
      said.add(`${load.job} ${load.table}`);
      shell.print(draw(load));
    }
  };
  try {
    return await watchRuns(connection, createDms(), jobs, since, plannedLoads(plan, jobs, tables), onLoads);
  } finally {
    live.end({ keep: true });
  }
}
