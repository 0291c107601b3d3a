import type { RemovalPorts } from '../../../application/reap/reap-ports';
import type { ExecutionState } from '../../../aws/executions';
import type { History } from '../../../aws/history/history';
import type { JobPlan } from '../../../core/planning/job-plan';
import { manifestKey, publishProgressKey } from '../../../core/lake/keys/snapshot-keys';
import { sealManifest } from '../../../core/lake/snapshots/manifest';
import type { PublishProgress } from '../../../core/lake/snapshots/publish-progress';
import { newInFlightRun, newRun } from '../../../core/runs/record/new-run';
import { RunError } from '../../../core/runs/record/run-error';
import type { RunRecord } from '../../../core/runs/record/run-record';
import type { Outcome } from '../../../core/runs/record/verdict-shape';
import type { Task } from '../../../core/runs/task/task';
import { verdictWithout } from '../../../core/runs/verdict/verdict';
import { memoryHistory } from './memory-history';
import { MemoryLake } from './memory-lake';
import { sampleJob } from './plan';
import { scheduledInput } from './run-input';

const retentionDays = 400;

interface Opened {
  readonly outcome?: Outcome | undefined;
  /** Hours before now. */
  readonly hoursAgo: number;
  /** Still holds its lease and its in-flight item. */
  readonly isStuck?: boolean;
}

/** An environment `dev` in memory, with what runs left behind. */
export class ReapBench {
  readonly now = new Date('2026-03-10T12:00:00Z');
  readonly history: History = memoryHistory();
  readonly lake = new MemoryLake();
  readonly tasks = new Map<string, { task: Task; readonly tags: Readonly<Record<string, string>> }>();
  readonly executions = new Map<string, ExecutionState>();
  readonly jobs = new Map<string, JobPlan>();
  deadLetters = 0;
  /** Calls of ports that change something, and the one from which on each fails. */
  changes: string[] = [];
  failFrom: number | undefined;

  addJob(job: string, kind: 'snapshot' | 'arrival' = 'snapshot'): JobPlan {
    const publishing =
      kind === 'snapshot'
        ? { kind, prefix: `sales/${job}`, lowerCase: false, keep: 7 }
        : {
            kind,
            prefix: `sales/${job}`,
            lowerCase: false,
            layout: '',
            timeZone: 'UTC',
            partitionBy: 'arrival' as const,
          };
    const plan = sampleJob({ department: 'sales', job, tables: ['orders'] }, { publishing });
    this.jobs.set(plan.identity.key, plan);
    return plan;
  }

  hoursAgo(hours: number): Date {
    return new Date(this.now.getTime() - hours * 3_600_000);
  }

  /** A run of a job, closed half an hour after it opened unless it has no outcome. */
  async run(job: string, { outcome, hoursAgo, isStuck = false }: Opened): Promise<RunRecord> {
    const at = this.hoursAgo(hoursAgo);
    const record = newRun(
      scheduledInput({ job: `sales/${job}` }, at.toISOString()),
      `arn:execution:${job}:${hoursAgo}`,
      retentionDays,
      at,
    );
    const { history } = this;
    await history.openRun(record);
    if (outcome === undefined || isStuck) {
      await history.openInFlightRun(newInFlightRun(record));
      const lease = { run: record.run, execution: record.execution, takenAt: at.toISOString() };
      await history.takeLease(record.jobKey, lease);
    }
    this.executions.set(record.execution, { status: outcome === undefined ? 'RUNNING' : 'FAILED' });
    if (outcome === undefined) return record;
    const closedAt = this.hoursAgo(hoursAgo - 0.5).toISOString();
    const verdict = verdictWithout(outcome, 'state-failed', '');
    const publishes = outcome === 'succeeded' ? 'snapshot' : undefined;
    await history.recordVerdict(record.run, verdict, closedAt, publishes);
    if (publishes !== undefined) await history.recordPublished(record.run, closedAt);
    return await history.closeRun(record.run, { at: closedAt, otherwise: verdict });
  }

  task(
    identifier: string,
    hoursAgo: number,
    tags: Readonly<Record<string, string>>,
    over: Partial<Task> = {},
    id = identifier,
  ): string {
    const arn = `arn:task:${id}`;
    const createdAt = this.hoursAgo(hoursAgo).toISOString();
    const task: Task = { arn, identifier, status: 'stopped', mode: 'full-load', createdAt, ...over };
    this.tasks.set(arn, { task, tags });
    return arn;
  }

  file(bucket: 'staging' | 'lake' | 'inbox', key: string, hoursAgo: number): void {
    this.lake.now = this.hoursAgo(hoursAgo);
    this.lake.put(bucket, key, Buffer.from(key));
  }

  manifest(record: RunRecord, folders: readonly string[]): void {
    const snapshot = record.run.split('.').at(-1) ?? '';
    const manifest = sealManifest({
      ...{ version: 1, snapshot, jobKey: record.jobKey, run: record.run, openedAt: record.openedAt },
      format: {
        type: 'csv',
        compressed: false,
        delimiter: ',',
        header: false,
        nullValue: '',
        operation: false,
      },
      tables: folders.map((folder, index) => ({
        ...{ schema: 'sales', table: `t${index}`, staged: { schema: 'sales', table: `t${index}` } },
        ...{ folder, snapshot, rows: 1, columns: [], files: [{ key: `${folder}a`, size: 1, eTag: 'x' }] },
      })),
    });
    this.lake.now = this.hoursAgo(100);
    this.lake.put(
      'lake',
      manifestKey({ prefix: record.jobKey }, snapshot),
      Buffer.from(JSON.stringify(manifest)),
    );
  }

  progress(
    record: RunRecord,
    folders: readonly string[],
    carried: readonly string[],
    hoursAgo: number,
  ): void {
    const progress: PublishProgress = {
      run: record.run,
      folders: [...folders],
      carried: [...carried],
      files: {},
    };
    this.lake.now = this.hoursAgo(hoursAgo);
    const snapshot = record.run.split('.').at(-1) ?? '';
    this.lake.put(
      'lake',
      publishProgressKey({ prefix: record.jobKey }, snapshot),
      Buffer.from(JSON.stringify(progress)),
    );
  }

  get ports(): RemovalPorts {
    const { history, lake, tasks } = this;
    const change = async <Result>(what: string, make: () => Promise<Result>): Promise<Result> => {
      this.changes.push(what);
      if (this.failFrom !== undefined && this.changes.length >= this.failFrom) throw new Error('killed');
      return make();
    };
    const documents = lake.documentPort;
    return {
      environment: 'dev',
      history: {
        ...history,
        closeInFlightRun: (one) => change(`in-flight ${one.run}`, () => history.closeInFlightRun(one)),
        releaseLease: (job, run) => change(`lease ${run}`, () => history.releaseLease(job, run)),
      },
      tasks: { all: async () => [...tasks.values()].map(({ task }) => task) },
      dms: {
        tagsOf: async (arn) => tasks.get(arn)?.tags ?? {},
        describeTasks: async (arns) => arns.flatMap((arn) => tasks.get(arn)?.task ?? []),
        stopTask: (arn) =>
          change(`stop ${arn}`, async () => {
            const found = tasks.get(arn);
            if (found !== undefined) found.task = { ...found.task, status: 'stopped' };
          }),
        deleteTask: (arn) => change(`delete ${arn}`, async () => tasks.delete(arn)),
      },
      executions: { describe: async (arn) => this.executions.get(arn) },
      plans: {
        job: async (_, key) => {
          const plan = this.jobs.get(key);
          if (plan === undefined) throw new RunError('JobNotInPlan', `no plan of ${key}`);
          return plan;
        },
      },
      objects: lake.objectPort,
      documents: {
        ...documents,
        write: () => change('write', async () => false),
        remove: (bucket, keys) => change(`remove ${bucket}`, () => documents.remove(bucket, keys)),
      },
      deadLetters: { count: async () => ({ waiting: this.deadLetters, inWork: 0 }) },
      stagingBucket: 'staging',
      lakeBucket: 'lake',
    };
  }
}
