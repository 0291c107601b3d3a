import { DrivenClock } from '@lakeferry/local-cloud/clock';
import { defaultRequestsPerSecond } from '../core/model/dms-requests';
import { requestBudgetOf } from '../core/runs/admission/request-budget';
import { replicationChanged } from '../core/events/replication-changed';
import type { DepartmentPlan } from '../core/planning/plan';
import type { RunInput } from '../core/runs/record/run-input';
import { newInFlightRun, newRun } from '../core/runs/record/new-run';
import type { TableRecord } from '../core/runs/record/table-record';
import type { Latency } from '../core/runs/replication/latency';
import type { Task } from '../core/runs/task/task';
import { historyOf } from '../aws/history/history';
import type { PollPorts } from '../functions/poll-tasks/poll-ports';
import { pollTasks } from '../functions/poll-tasks/poll-tasks';
import { memoryTable } from '../simulation/memory-history';
import { departmentsWith, jobsPerDepartment, keyOf } from './poll-departments';
import { type Calls, SlowCalls } from './slow-ports';

export interface PollSize {
  readonly runs: number;
  readonly replications: number;
  readonly tablesEach: number;
  /** Of each call of a service. */
  readonly callMs: number;
  /** Of each call of one service, if it is slower. */
  readonly slow?: { readonly service: string; readonly callMs: number };
  /** Runs that ended while their tasks run on. Absent: none. */
  readonly orphans?: number;
  /** Budget of DMS requests. Absent: the default. */
  readonly requestsPerSecond?: number;
  /** Messages to deliver. Absent: none. */
  readonly messages?: number;
}

/** Result of one poll. */
export interface PolledOnce {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly calls: Calls;
}

const endpoints = { sourceEndpointArn: 's', targetEndpointArn: 't', replicationInstanceArn: 'i' };
const failure = { state: 'Execution', error: 'ExecutionAborted', cause: 'test' };

/** Runs and CDC jobs under way, over a history in memory and services of which each call takes its time. */
export class PollWorld {
  readonly #clock = new DrivenClock(new Date('2026-03-01T12:00:30Z'));
  readonly #slow: SlowCalls;
  readonly #inMemory = memoryTable();
  readonly #tasks = new Map<string, Task>();
  /** Tables of a task that changed last, by its ARN. */
  readonly #progress = new Map<string, number>();
  readonly #departments: ReadonlyMap<string, DepartmentPlan>;
  #ports: PollPorts | undefined;

  constructor(private readonly size: PollSize) {
    const { slow, callMs } = size;
    this.#slow = new SlowCalls(this.#clock, (service) => (service === slow?.service ? slow.callMs : callMs));
    const jobs = size.runs + size.replications;
    this.#departments = departmentsWith(Math.ceil(jobs / jobsPerDepartment));
  }

  /** Tasks that polls stopped. */
  readonly stopped = new Set<string>();
  /** The history without waits. */
  readonly history = historyOf(this.#inMemory);

  async fill(): Promise<this> {
    const { history } = this;
    const now = this.#clock.now();
    const at = now.toISOString();
    for (let nth = 0; nth < this.size.runs; nth += 1) {
      const record = newRun(inputOf(nth), `arn:execution:${nth}`, 400, now);
      const task = this.#addTask(`run-${nth}`);
      await history.openRun(record);
      await history.openInFlightRun({
        ...newInFlightRun(record),
        // So that each minute another fifth needs a heartbeat.
        touchedAt: new Date(now.getTime() - (nth % 5) * 60_000).toISOString(),
        goal: 'load-finished',
        token: `token-${nth}`,
        taskIdentifier: task.identifier,
        taskArn: task.arn,
        start: { requestedAt: at },
        expectedTables: this.size.tablesEach,
        ...(nth < (this.size.orphans ?? 0) ? { goal: 'deleted', orphanedBy: failure } : {}),
      });
    }
    for (let nth = 0; nth < (this.size.messages ?? 0); nth += 1) {
      const about = { forJob: keyOf(nth), run: 'run', mode: 'cdc' } as const;
      const notice = { kind: 'up', state: 'noted', detail: 'the task runs', at } as const;
      await history.enqueue(replicationChanged('dev', about, notice));
    }
    for (let nth = 0; nth < this.size.replications; nth += 1) {
      const forJob = keyOf(this.size.runs + nth);
      const task = this.#addTask(`job-${nth}`);
      await history.recordDesiredReplication({
        forJob,
        mode: 'cdc',
        desiredBy: 'schedule',
        desiredAt: at,
        taskIdentifier: task.identifier,
        planHash: '0123456789abcdef',
        plan: { bucket: 'plans', key: 'k' },
        endpoints,
        maxLatencySeconds: 60,
        resumeLimit: 2,
        run: 'run',
      });
      await history.replicationHasTask(forJob, task.arn, []);
    }
    return this;
  }

  /** Ends all loads. */
  endLoads(): void {
    for (const [arn, task] of this.#tasks)
      if (task.identifier.startsWith('run-'))
        this.#tasks.set(arn, { ...task, status: 'stopped', stopReason: 'FULL_LOAD_ONLY_FINISHED' });
  }

  /** Polls once, and lets the rest of the minute pass. */
  async poll(): Promise<PolledOnce> {
    const began = this.#clock.now();
    const before = process.cpuUsage();
    this.#slow.take();
    let ended: Date | undefined;
    let failure: unknown;
    void pollTasks(this.#openPorts(), { poll: 'all' }, began).then(
      () => {
        ended = this.#clock.now();
      },
      (error: unknown) => {
        failure = error;
        ended = this.#clock.now();
      },
    );
    await this.#clock.advanceUntil(() => ended !== undefined, 3_600_000);
    if (failure !== undefined) throw failure;
    const { user, system } = process.cpuUsage(before);
    const milliseconds = (ended ?? began).getTime() - began.getTime();
    await this.#clock.advance(Math.max(0, 60_000 - milliseconds));
    return {
      seconds: milliseconds / 1000,
      cpuSeconds: (user + system) / 1e6,
      calls: this.#slow.take(),
    };
  }

  #addTask(identifier: string): Task {
    const task: Task = {
      arn: `arn:task:${identifier}`,
      identifier,
      status: 'running',
      startedAt: new Date(this.#clock.now().getTime() + 1000).toISOString(),
      checkpoint: `checkpoint:V1#1#000#${identifier}`,
      statistics: { percent: 1, tablesLoaded: 0, tablesLoading: 8, tablesQueued: 1, tablesErrored: 0 },
    };
    this.#tasks.set(task.arn, task);
    return task;
  }

  /** Eight tables load at a time, as in DMS; the others have not changed since the answer before. */
  #tablesOf(arn: string): readonly TableRecord[] {
    const loaded = (this.#progress.get(arn) ?? -8) + 8;
    this.#progress.set(arn, loaded);
    const isReplicating = arn.includes('job-');
    return Array.from({ length: this.size.tablesEach }, (_, nth) => ({
      schema: 'app',
      table: `table_${nth}`,
      state:
        isReplicating || nth < loaded ? 'Table completed' : nth < loaded + 8 ? 'Full load' : 'Before load',
      rows: nth < loaded + 8 ? 1000 : 0,
      errorRows: 0,
    }));
  }

  #openPorts(): PollPorts {
    this.#ports ??= this.#makePorts();
    return this.#ports;
  }

  #makePorts(): PollPorts {
    const slow = this.#slow;
    return {
      history: historyOf(slow.table(this.#inMemory)),
      dms: slow.port(
        'DMS',
        {
          endpoints: unused,
          connections: unused,
          testConnection: unused,
          findTasks: unused,
          createTask: unused,
          modifyTask: unused,
          moveTask: unused,
          tagTask: unused,
          reloadTables: unused,
          startTask: unused,
          stopTask: async (arn: string) => {
            this.stopped.add(arn);
            const task = this.#tasks.get(arn);
            if (task !== undefined) this.#tasks.set(arn, { ...task, status: 'stopping' });
          },
          deleteTask: unused,
          findTask: unused,
          describeTasks: async (arns: readonly string[]) => arns.flatMap((arn) => this.#tasks.get(arn) ?? []),
          tagsOf: unused,
          tableStatistics: async (arn: string) => this.#tablesOf(arn),
        },
        (method, argument) =>
          method === 'describeTasks' && Array.isArray(argument)
            ? Math.ceil(argument.length / 100)
            : Math.ceil(this.size.tablesEach / 500),
      ),
      usage: { endpointArns: unused, instances: unused, tasksUsing: unused },
      stacks: { statusOf: unused },
      answer: unused,
      executions: slow.port('Step Functions', {
        start: unused,
        startOnce: unused,
        describe: async () => ({ status: 'RUNNING' as const }),
        succeed: async () => 'delivered' as const,
        fail: unused,
        stop: unused,
        heartbeat: async () => 'delivered' as const,
      }),
      metrics: slow.port(
        'CloudWatch',
        {
          latencies: async () =>
            new Map<string, Latency>(
              [...this.#tasks.keys()].map((arn) => [
                arn,
                { sourceSeconds: 1, targetSeconds: 2, at: this.#clock.now().toISOString() },
              ]),
            ),
        },
        () => Math.ceil(this.size.replications / 250),
      ),
      alerts: slow.port('SNS', { notify: async () => undefined }),
      channels: slow.port('SNS', { publish: async () => undefined }),
      events: slow.port(
        'EventBridge',
        { put: async (entries) => entries.map(() => undefined) },
        (_, entries) => (Array.isArray(entries) ? Math.ceil(entries.length / 10) : 1),
      ),
      departments: slow.port('SSM', {
        deployed: async () =>
          new Map(
            [...this.#departments.keys()].map((name) => [
              name,
              { plan: { bucket: 'plans', key: name }, owner: 'o@example.com', channels: {} },
            ]),
          ),
      }),
      // A function keeps the plans that it has read.
      plans: { department: async ({ key }) => known(this.#departments.get(key)) },
      jobs: slow.port(
        'SSM',
        {
          states: async (_environment: string, keys: readonly string[]) =>
            new Map(keys.map((key) => [key, { state: 'enabled' as const }])),
        },
        () => Math.ceil(this.size.replications / 10),
      ),
      emitter: { emit: () => undefined },
      log: { info: () => undefined, error: () => undefined },
      environment: 'dev',
      stagingBucket: 'staging',
      instance: 'lakeferry-dev',
      retentionDays: 400,
      budget: requestBudgetOf(this.size.requestsPerSecond ?? defaultRequestsPerSecond),
      notePaid: () => undefined,
      startClock: () => {
        const began = this.#clock.now().getTime();
        return () => this.#clock.now().getTime() - began;
      },
    };
  }
}

async function unused(): Promise<never> {
  throw new Error('this poll does not call it');
}

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the world has no such department');
  return value;
}

function inputOf(nth: number): RunInput {
  return {
    job: keyOf(nth),
    plan: { bucket: 'plans', key: 'k' },
    endpoints,
    trigger: { by: 'schedule', scheduleArn: 'arn:schedule', scheduledTime: '2026-03-01T12:00:00Z' },
  };
}
