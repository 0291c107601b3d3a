import { openEnvironment } from '../../../application/environments/deployed-environment';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { Plan } from '../../../core/planning/plan';
import { scheduleGroupName } from '../../../infra/names';
import { useLocalCloud } from '../../environment/connect';
import type { Cleanup } from '../../local-environment/cleanup';
import { startLocalEnvironment } from '../../local-environment/start-local-environment';
import { asStep } from '../../local-environment/steps';
import { fitting } from '../../output/hanging-indent';
import { count, plural } from '../../output/quantities';
import { type StepLines, stepLines } from '../../output/step-lines';
import { inkOf } from '../../shell';
import { breakAndRepair, isRepaired } from './break-and-repair';
import type { DemoOptions, RunningDemo } from './demo-options';
import { followJob } from './follow-job';
import { pollOften } from './frequent-polls';
import { isComplete } from './lake-result';
import { lakeResultText } from './lake-view';
import { leaveFailed } from './leave-failed';
import { monitorLoads } from './monitor-loads';
import { readLake } from './read-lake';
import type { DemoReport } from './report';

/** Runs the whole path on this machine: database, template, local cloud, schedules, loads, changes, lake. */
export async function runDemo(options: DemoOptions, cleanup: Cleanup): Promise<DemoReport> {
  const { plan, shell } = options;
  const began = performance.now();
  const steps = stepLines(shell, options.silent);
  cleanup.add(() => steps.close());
  const local = await startLocalEnvironment(
    { ...options, workingFolder: shell.workingFolder, now: shell.now(), log: () => undefined },
    cleanup,
    steps,
  );
  useLocalCloud(local.address);
  const environment = await openEnvironment(plan.environment.name, plan.environment.namePrefix);
  const demo: RunningDemo = { ...options, local, environment };
  const polls = pollOften(local.cloud, plan.environment);
  cleanup.add(() => polls.stop());
  const runs = await runSchedules(demo, steps);
  const live = await followJob(demo, cleanup, steps);
  const lake = await asStep(
    steps,
    'waiting for the lake',
    (progressed) => readLake(demo, progressed),
    lakeResultText,
  );
  const repaired = await breakAndRepair(demo, steps);
  const stagingBucket = environment.platform.stagingBucketName;
  const files = await local.cloud.s3.objects.list(stagingBucket, '');
  const leftFailed = options.leavesFailed === true ? await leaveFailed(demo, steps) : undefined;
  await polls.stop();
  const allRuns = live === undefined ? runs : [...runs, live.resumedBy];
  return {
    succeeded:
      runs.length > 0 &&
      allRuns.every(({ run }) => run.verdict?.outcome === 'succeeded') &&
      live?.same !== false &&
      isComplete(lake) &&
      (repaired === undefined || isRepaired(repaired)),
    milliseconds: Math.round(performance.now() - began),
    steps: steps.times,
    runs: allRuns,
    ...(live === undefined ? {} : { live }),
    ...(repaired === undefined ? {} : { repaired }),
    ...(leftFailed === undefined ? {} : { leftFailed }),
    lake,
    stagingBucket,
    files: files.map(({ key, size }) => ({ key, size })),
    ...(options.keep ? { address: local.address } : {}),
  };
}

/** Starts every schedule once, and resolves with the runs when all are closed. */
async function runSchedules(demo: RunningDemo, steps: StepLines): Promise<DemoReport['runs']> {
  const { plan, shell, silent, local } = demo;
  const jobs = scheduledJobs(plan);
  const keys = jobs.map(({ identity }) => identity.key);
  const since = shell.now();
  return asStep(
    steps,
    'running the jobs',
    async () => {
      const group = scheduleGroupName(plan.environment);
      await Promise.all(jobs.map(({ identity }) => local.cloud.scheduler.fireNow(identity.slug, group)));
      steps.close();
      const line = `${inkOf(shell).green('✓')} started ${plural(jobs.length, 'schedule')}: ${keys.join(', ')}`;
      if (!silent) shell.print(fitting(shell, line));
      return monitorLoads(demo, keys, since);
    },
    (runs) => {
      const rows = runs.reduce((sum, { run }) => sum + (run.verdict?.evidence.rows ?? 0), 0);
      return `${count(rows)} rows moved`;
    },
  );
}

/** Jobs that a schedule starts. */
function scheduledJobs(plan: Plan): readonly JobPlan[] {
  return plan.departments
    .flatMap((department) => department.jobs)
    .filter((job) => job.enabled && job.schedule !== undefined);
}
