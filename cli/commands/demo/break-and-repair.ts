import { setTimeout as pause } from 'node:timers/promises';
import { retryRun } from '../../../application/runs/retry-run';
import { startRun } from '../../../application/runs/start-run';
import { waitForRun } from '../../../application/runs/wait-for-run';
import { createDepartments } from '../../../aws/departments';
import { namedEnvironment } from '../../../core/model/environment-names';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { DepartmentPlan, Plan } from '../../../core/planning/plan';
import { fullTableName } from '../../../core/tables/table-name';
import type { RunWithTables } from '../../../core/runs/record/run-record';
import { asStep } from '../../local-environment/steps';
import { plural } from '../../output/quantities';
import type { StepLines } from '../../output/step-lines';
import type { RunningDemo } from './demo-options';

/** A message that people get: what the department's topic received. */
export interface SentMessage {
  readonly subject: string;
  readonly text: string;
}

/** A run that failed on purpose, and its repair. */
export interface RepairedRun {
  readonly job: string;
  /** `schema.table` that DMS could not load. */
  readonly table: string;
  readonly failed: RunWithTables;
  readonly retried: RunWithTables;
  /** Messages in the order in which they were sent. */
  readonly messages: readonly SentMessage[];
}

const requestedBy = 'demo';
const messageWithin = 60_000;
const checkEvery = 100;

/**
 * Makes DMS fail one table of a job, waits for the message about it, and loads that table again with a retry. Resolves with
 * undefined when the plan has no job that shows it.
 */
export async function breakAndRepair(demo: RunningDemo, steps: StepLines): Promise<RepairedRun | undefined> {
  const found = breakableJob(demo.plan);
  if (found === undefined) return undefined;
  const topic = await topicOf(demo, found);
  return asStep(
    steps,
    `failing ${found.job.identity.key} on purpose`,
    (progressed) => failAndRetry(demo, found, topic, progressed),
    resultText,
  );
}

interface BreakableJob {
  readonly job: JobPlan;
  readonly table: string;
  /** Name of the topic among the channels of its messages. */
  readonly channel: string;
}

async function failAndRetry(
  demo: RunningDemo,
  { job, table }: BreakableJob,
  topic: string,
  progressed: (detail: string) => void,
): Promise<RepairedRun> {
  const { environment, shell } = demo;
  const { key } = job.identity;
  const before = sent(demo, topic).length;
  const message = async (nth: number): Promise<readonly SentMessage[]> => {
    for (let waited = 0; waited < messageWithin; waited += checkEvery) {
      const messages = sent(demo, topic).slice(before);
      if (messages.length >= nth) return messages;
      await pause(checkEvery);
    }
    return sent(demo, topic).slice(before);
  };
  const failed = await failOnPurpose(demo, { job, table });
  progressed('waiting for its message');
  await message(1);
  progressed(`lakeferry retry ${failed.run.run}`);
  const again = await retryRun(environment, failed.run.run, { by: requestedBy, at: shell.now() });
  const retried = await waitForRun(environment, again, () => undefined);
  progressed('waiting for its message');
  return { job: key, table, failed, retried, messages: await message(2) };
}

/** Parts of a demo in which a run fails. */
export type FailingDemo = Pick<RunningDemo, 'environment' | 'plan' | 'shell'> & {
  readonly local: { readonly cloud: Pick<RunningDemo['local']['cloud'], 'dms'> };
};

/** Runs the job while DMS fails one of its tables. The next run loads it. */
export async function failOnPurpose(
  { environment, local, shell }: FailingDemo,
  { job, table }: Pick<BreakableJob, 'job' | 'table'>,
): Promise<RunWithTables> {
  const { script } = local.cloud.dms;
  script.failTable(table, 'the demo makes this table fail');
  const started = await startRun(environment, job.identity.key, { by: requestedBy, at: shell.now() });
  const failed = await waitForRun(environment, started, () => undefined);
  script.reset();
  return failed;
}

/** Returns true when people got both messages and the retry succeeded. */
export function isRepaired({ failed, retried, messages }: RepairedRun): boolean {
  return (
    failed.run.verdict?.outcome === 'failed' &&
    retried.run.verdict?.outcome === 'succeeded' &&
    messages.length === 2
  );
}

function resultText({ failed, retried }: RepairedRun): string {
  const tables = plural(retried.run.onlyTables?.length ?? retried.tables.length, 'table');
  return `${failed.run.verdict?.outcome ?? 'open'}, then ${retried.run.verdict?.outcome ?? 'open'} after a retry of ${tables}`;
}

/**
 * Smallest job that loads several tables whole into a snapshot: the other tables need not be loaded again. Its messages go to a
 * topic, where the demo reads them. Jobs of a source without CDC jobs come first, because the demo changes the tables of the others
 * meanwhile.
 */
export function breakableJob({ departments }: Plan): BreakableJob | undefined {
  const all = departments.flatMap(({ jobs }) => jobs);
  const changing = new Set(all.flatMap(({ mode, source }) => (mode === 'full-load' ? [] : [source])));
  const rank = ({ job: { source, expectedTables } }: BreakableJob): number =>
    expectedTables.length + (changing.has(source) ? 1_000_000 : 0);
  return departments
    .flatMap((department) => department.jobs.flatMap((job) => breakable(department, job) ?? []))
    .toSorted((a, b) => rank(a) - rank(b))[0];
}

function breakable({ channels = [] }: DepartmentPlan, job: JobPlan): BreakableJob | undefined {
  const { mode, enabled, expectedTables, publishing, notify } = job;
  const table = expectedTables.at(-1);
  const topics = channels.flatMap(({ kind, name }) =>
    kind === 'department-topic' || kind === 'topic' ? [name] : [],
  );
  const channel = notify?.channels.find((name) => topics.includes(name));
  const isBreakable =
    mode === 'full-load' &&
    enabled &&
    publishing.kind === 'snapshot' &&
    expectedTables.length > 1 &&
    notify?.policy === 'edge';
  return isBreakable && table !== undefined && channel !== undefined
    ? { job, table: fullTableName(table), channel }
    : undefined;
}

/** ARN of the topic that gets the messages of the job. The demo has deployed it. */
async function topicOf({ environment }: RunningDemo, { job, channel }: BreakableJob): Promise<string> {
  const silent = { error: () => undefined };
  const departments = await createDepartments(namedEnvironment(environment.platform), silent).deployed();
  const deployed = departments.get(job.identity.department)?.channels[channel];
  if (deployed?.kind !== 'topic')
    throw new Error(`the topic "${channel}" of ${job.identity.department} is not deployed`);
  return deployed.arn;
}

function sent({ local }: RunningDemo, topic: string): readonly SentMessage[] {
  return local.cloud.sns.published(topic).map(({ subject = '', message }) => ({ subject, text: message }));
}
