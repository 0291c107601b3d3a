import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import { FunctionError } from '@lakeferry/local-cloud/service';
import { createStepFunctions, type StepFunctions } from '@lakeferry/local-cloud/stepfunctions';
import type { Alert, Alerts } from '../../../aws/alerts';
import type { Metrics } from '../../../aws/cloudwatch/metrics';
import type {
  DeployedJob,
  DeployedJobs,
  DeployedState,
  DeployedTaskDefinition,
} from '../../../aws/deployed-jobs';
import { createExecutions, type Executions } from '../../../aws/executions';
import type { History } from '../../../aws/history/history';
import type { DatedObject } from '../../../aws/lake/object-state';
import type { DepartmentPlans, Plans } from '../../../aws/plans';
import type { Secrets } from '../../../aws/secrets';
import type { EngineChecks } from '../../../core/checks/evaluation/engine-checks';
import { defaultRequestsPerSecond } from '../../../core/model/dms-requests';
import type { SourceConnection } from '../../../core/planning/connection-plan';
import type { JobPlan } from '../../../core/planning/job-plan';
import { requestBudgetOf } from '../../../core/runs/admission/request-budget';
import { parseEvent, RunEvent } from '../../../core/runs/record/parse-event';
import { RunError } from '../../../core/runs/record/run-error';
import type { Latency } from '../../../core/runs/replication/latency';
import { checkSource } from '../../../functions/check-source/check-source';
import { splitEngine } from '../../../functions/check-source/engines';
import type { PostgresSlots } from '../../../functions/check-source/postgres-slots';
import type { SourceDatabase } from '../../../functions/check-source/source-database';
import { closeRun } from '../../../functions/close-run/close-run';
import { createTask } from '../../../functions/create-task/create-task';
import { deleteTask } from '../../../functions/delete-task/delete-task';
import { judgeRun } from '../../../functions/judge-run/judge-run';
import { holdTasks } from '../../../functions/hold-tasks/hold-tasks';
import { openRun } from '../../../functions/open-run/open-run';
import { pollTasks } from '../../../functions/poll-tasks/poll-tasks';
import { startTask } from '../../../functions/start-task/start-task';
import { directClient } from '../local/direct-states';
import { MemoryDeployments } from '../deployments/memory-deployments';
import { MemoryOutside } from './memory-outside';
import { sampleJob } from './plan';
import type { Task } from '../../../core/runs/task/task';
import { Reported } from './reporting';
import { ScriptedDms } from './scripted-dms';

/** Definition in a file of the repository, with the ARNs of functions. */
export function definitionIn(path: string): string {
  return readFileSync(join(__dirname, '../../..', path), 'utf8').replace(
    /\$\{(\w+)FunctionArn\}/g,
    'arn:aws:lambda:eu-west-1:000000000000:function:$1',
  );
}

export const presentDefinition = 'statemachine/migration.asl.json';

/**
 * The state machine as it is, run by the local Step Functions with the functions in this process, the given history and a
 * scripted DMS; `kill` cuts an invocation short after its n-th call to a port.
 */
export class RunMachine {
  readonly clock = new DrivenClock(new Date('2026-03-01T10:00:00Z'));
  readonly dms = new ScriptedDms(this.clock);
  job: JobPlan = sampleJob(
    { department: 'sales', job: 'orders-daily', tables: ['orders', 'order_items'] },
    { publishing: { kind: 'none' } },
  );
  /** What PublishSnapshot does; only jobs that publish come to it. */
  publish: (payload: unknown, now: Date) => Promise<unknown> = async (payload, now) => {
    await this.history.recordPublished(parseEvent(RunEvent, payload).run, now.toISOString());
    return { published: true };
  };
  /** Objects in staging. */
  staged: readonly DatedObject[] = [];
  events: 'delivered' | 'lost' = 'delivered';
  /** True: no poll runs, neither by the schedule nor by events. */
  resting = false;
  /** The poll's own schedule; a test of long loads may take larger strides. */
  pollEverySeconds = 60;
  portCalls = 0;
  killAtCall: number | undefined;
  /** Method of a port after which an invocation was killed last. */
  killedAfter = '';
  /** True: an invocation dies right after it has created a task. */
  killAtCreate = false;
  latencies: ReadonlyMap<string, Latency> = new Map();
  readonly alerts: Alert[] = [];
  readonly outside = new MemoryOutside();
  readonly deployments = new MemoryDeployments();
  readonly reported = new Reported();
  deployed: DeployedState = 'enabled';
  /** True: the parameter of the deployed job says that it has mode `full-load`. */
  deployedOnlyLoads = false;
  /** Plans of jobs besides, by their keys. */
  readonly otherJobs = new Map<string, JobPlan>();
  /** What the parameter of the deployed job says besides; undefined: deployed before parameters said so. */
  deployedTaskDefinition: Omit<DeployedTaskDefinition, 'stateMachineArn'> | undefined;
  slots: PostgresSlots = {
    slots: async () => [],
    drop: async () => undefined,
  };
  /** Source as the platform is deployed. Undefined: as in the plan. */
  deployedSource: SourceConnection | undefined;
  /** Connections that CheckSource has opened. */
  readonly opened: SourceConnection[] = [];
  /** Throws what the source's driver would. */
  openSource: () => Promise<SourceDatabase> = async () => ({
    query: async () => ({ rows: [], milliseconds: 0 }),
    close: async () => undefined,
  });
  engineChecks: EngineChecks | undefined;
  readonly invocations: string[] = [];
  stateMachineArn = '';
  #stepFunctions: StepFunctions | undefined;
  #executions: Executions | undefined;

  constructor(
    readonly history: History,
    private readonly heartbeatError?: 'States.Timeout' | 'States.HeartbeatTimeout',
    /** File of the state machine's definition. */
    private readonly definition = presentDefinition,
  ) {}

  async open(): Promise<this> {
    this.#stepFunctions = createStepFunctions(
      {
        clock: this.clock,
        account: '000000000000',
        region: 'eu-west-1',
        dataFolder: tmpdir(),
        log: () => undefined,
        publishEvent: (event) => this.#onEvent(event),
      },
      {
        invokeFunction: (name, payload) => this.invoke(name, payload),
        random: () => 0.5,
        ...(this.heartbeatError === undefined ? {} : { heartbeatError: this.heartbeatError }),
      },
    );
    const caller = { accessKeyId: 'LAKEFERRYOPERATOR', principalArn: 'arn:aws:iam::000000000000:root' };
    this.#executions = createExecutions(directClient(this.#stepFunctions, caller));
    const made: unknown = await this.stepFunctions.operations['CreateStateMachine']?.(
      {
        name: 'migration',
        definition: definitionIn(this.definition),
        roleArn: 'arn:aws:iam::000000000000:role/machine',
      },
      caller,
    );
    if (typeof made === 'object' && made !== null && 'stateMachineArn' in made)
      this.stateMachineArn = String(made.stateMachineArn);
    this.dms.onChange = (arn) => this.#wake({ source: 'aws.dms', resources: [arn] });
    this.#everyMinute();
    return this;
  }

  get stepFunctions(): StepFunctions {
    if (this.#stepFunctions === undefined) throw new Error('open the machine first');
    return this.#stepFunctions;
  }

  get executions(): Executions {
    if (this.#executions === undefined) throw new Error('open the machine first');
    return this.#executions;
  }

  async stop(): Promise<void> {
    await this.stepFunctions.stop();
  }

  start(input: unknown, name?: string): string {
    const text = JSON.stringify(input);
    return this.stepFunctions.startExecution({
      stateMachineArn: this.stateMachineArn,
      input: text,
      ...(name === undefined ? {} : { name }),
    }).executionArn;
  }

  /** Drives the clock until the execution is over; its status. */
  async finish(executionArn: string, limitSeconds = 3 * 86_400): Promise<string> {
    await this.clock.advanceUntil(
      () => !this.stepFunctions.running().includes(executionArn),
      limitSeconds * 1000,
    );
    return (await this.executions.describe(executionArn))?.status ?? 'unknown';
  }

  async invoke(arn: string, payload: unknown): Promise<unknown> {
    const name = arn.split(':').at(-1) ?? '';
    this.invocations.push(name);
    try {
      return JSON.parse(JSON.stringify(await this.#work(name, payload)));
    } catch (error) {
      const named = error instanceof Error ? error : new Error(String(error));
      throw new FunctionError(named.name, named.message);
    }
  }

  #deployedJob(): DeployedJob {
    if (this.deployedTaskDefinition === undefined || this.deployed !== 'enabled')
      return { state: this.deployed, onlyLoads: this.deployedOnlyLoads };
    return {
      state: 'enabled',
      taskDefinition: { ...this.deployedTaskDefinition, stateMachineArn: this.stateMachineArn },
    };
  }

  #work(name: string, payload: unknown): Promise<unknown> {
    const now = this.clock.now();
    const ports = {
      history: this.#mortal(this.history),
      dms: this.#mortal<ScriptedDms>(this.dms),
      usage: this.#mortal(this.deployments.usageOf(() => this.#tasks())),
      ...this.#mortal({ answer: this.deployments.answer }),
      stacks: this.#mortal(this.deployments.stacks),
      executions: this.#mortal(this.executions),
      plans: this.#mortal<Plans & DepartmentPlans>({
        job: async (_, key) => this.otherJobs.get(key) ?? this.job,
        ...this.outside.plans,
      }),
      events: this.#mortal(this.outside.bus),
      channels: this.#mortal(this.outside.topics),
      departments: this.#mortal(this.outside.departments),
      environment: 'dev',
      instance: 'lakeferry-dev',
      retentionDays: 400,
      budget: requestBudgetOf(defaultRequestsPerSecond),
      notePaid: () => undefined,
      startClock: () => () => 0,
      log: this.reported.log,
      emitter: this.reported.emitter,
      objects: { page: async () => ({ objects: this.staged, more: false }) },
      stagingBucket: 'staging',
      metrics: this.#mortal<Metrics>({ latencies: async () => this.latencies }),
      alerts: this.#mortal<Alerts>({ notify: async (alert) => void this.alerts.push(alert) }),
      jobs: this.#mortal<DeployedJobs>({
        states: async (_environment, keys) => new Map(keys.map((key) => [key, this.#deployedJob()])),
      }),
      secrets: this.#mortal<Secrets>({
        databaseLogin: async () => ({ username: 'u', password: 'p', host: 'h', port: 5432 }),
      }),
      connections: { source: async (copy: SourceConnection) => this.deployedSource ?? copy },
      open: async (_: Secrets, connection: SourceConnection) => {
        this.opened.push(connection);
        return { database: await this.openSource(), connectMilliseconds: 1 };
      },
      engineChecks: async () => this.engineChecks,
      splitEngine,
      slotsOf: () => this.slots,
    };
    switch (name) {
      case 'OpenRun':
        return openRun(ports, payload, now);
      case 'CheckSource':
        return checkSource(ports, payload, now);
      case 'CreateTask':
        return createTask(ports, payload, now);
      case 'StartTask':
        return startTask(ports, payload, now);
      case 'PollTasks':
        return pollTasks(ports, payload, now);
      case 'HoldTasks':
        return holdTasks({ ...ports, triggerPoll: async () => this.#wake({}) }, payload, now);
      case 'JudgeRun':
        return judgeRun(ports, payload, now);
      case 'PublishSnapshot':
        return this.publish(payload, now);
      case 'DeleteTask':
        return deleteTask(ports, payload, now);
      case 'CloseRun':
        return closeRun(ports, payload, now);
      default:
        throw new RunError('RunNotFound', `no function ${name}`);
    }
  }

  *#tasks(): Iterable<Task> {
    for (const { task } of this.dms.tasks.values()) yield task;
  }

  /** The port, whose fatal call is done and never answered: the process died right after it. */
  #mortal<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, member) => {
        const value: unknown = Reflect.get(target, member);
        if (typeof value !== 'function') return value;
        return async (...given: readonly unknown[]) => {
          this.portCalls += 1;
          const fatal = this.portCalls === this.killAtCall || (this.killAtCreate && member === 'createTask');
          const answer: unknown = await Reflect.apply(value, target, given);
          if (fatal) this.killedAfter = String(member);
          if (fatal) throw Object.assign(new Error('killed'), { name: 'Sandbox.Timedout' });
          return answer;
        };
      },
    });
  }

  #onEvent(event: { readonly source: string; readonly detail: Readonly<Record<string, unknown>> }): void {
    if (['ABORTED', 'TIMED_OUT', 'FAILED'].includes(String(event.detail['status']))) this.#wake(event);
  }

  #wake(event: unknown): void {
    if (this.events === 'delivered' && !this.resting)
      void this.clock.track(this.invoke('PollTasks', event).catch(() => undefined));
  }

  #everyMinute(): void {
    this.clock.schedule(new Date(this.clock.now().getTime() + this.pollEverySeconds * 1000), () => {
      if (!this.resting) void this.clock.track(this.invoke('PollTasks', {}).catch(() => undefined));
      this.#everyMinute();
    });
  }
}
