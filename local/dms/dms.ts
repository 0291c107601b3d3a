import type { Cancel } from '../clock';
import type { Metric } from '../cloudwatch/metrics';
import type { ObjectStore } from '../object-store';
import type { LogStream } from '../logs/logs';
import type { CloudContext, JsonService, Operation } from '../service';
import { accountOperations } from './control/account';
import type { DmsParts, DmsTimings, ReadSecret } from './control/dms-parts';
import { connectionOperations } from './control/endpoints/connections';
import { schemaOperations } from './control/endpoints/schemas';
import { endpointOperations } from './control/endpoints/endpoints';
import { EventLog, type TaskEvent } from './control/events';
import { instanceOperations } from './control/instances';
import { Resources } from './control/resources';
import { KeptResources } from './control/restore/kept-resources';
import { restoreResources } from './control/restore/restore';
import { subnetGroupOperations } from './control/subnet-groups';
import { tagOperations } from './control/tags';
import { TaskLogs } from './control/tasks/task-logs';
import { taskMetrics } from './control/tasks/metrics-of-tasks';
import { tableStatisticsOperations } from './control/tasks/table-statistics';
import { taskRunOperations } from './control/tasks/task-runs';
import { type TaskSnapshot, taskSnapshot } from './control/tasks/task-snapshot';
import { taskOperations } from './control/tasks/tasks';
import { accountRate, rateExceeded, requestBucket } from './control/throttle';
import type { TaskOutcome } from './control/running/task-outcome';
import { FatalLoadError } from './load/failures';
import { DmsScript } from './script';
import type { SimulatedRows } from './simulated/simulated-rows';

export interface DmsDependencies {
  readonly objects: ObjectStore;
  /** Reads a secret string. Rejects when no secret has that name or ARN. */
  readonly readSecret: ReadSecret;
  /** Objects, with the permissions of an endpoint's role. Absent: with any role. */
  readonly objectsAs?: DmsParts['objectsAs'];
  /** Sources with numbers of rows instead of rows. Absent: tasks read databases. */
  readonly simulated?: SimulatedRows;
  /** Called for each event of a task, also for one that is not published. */
  readonly onTask?: (event: TaskEvent, task: TaskSnapshot) => void;
  /** In milliseconds. Default 300 each. */
  readonly timings?: Partial<DmsTimings>;
  /** False: requests are never throttled. Absent: throttled as on AWS. */
  readonly throttling?: boolean;
}

export interface DmsService extends JsonService {
  readonly script: DmsScript;
  /**
   * Resolves when running tasks have read everything that is committed in the sources. With a driven clock,
   * call it before time moves: a batch is written a fixed time after its first change was read.
   */
  caughtUp(): Promise<void>;
  /** Tasks that exist, without a request. */
  tasks(): readonly TaskSnapshot[];
  /** Tags of any resource, by ARN. Empty when it does not exist. */
  tagsOf(arn: string): ReadonlyMap<string, string>;
  /** Metrics of the tasks for CloudWatch, with points at or after `from` and before `to`. */
  metrics(from: Date, to: Date): readonly Metric[];
  /** Logs of tasks that this process has run, also of deleted ones. */
  taskLogs(): readonly LogStream[];
  /**
   * Fails the running task of this identifier, as after a fatal error of DMS. Throws when it reads no changes
   * now.
   */
  failTask(identifier: string, message?: string): void;
  /** Ends a running task by itself, with this outcome. Returns false when it does not run. */
  endTask(arn: string, outcome: TaskOutcome): boolean;
  /**
   * Stops every load and timer. Resolves when nothing runs any more. Change capture writes nothing more, as
   * after a crash: changes that are not in files stay in the slots of the source.
   */
  stop(): Promise<void>;
}

const usual: DmsTimings = {
  creating: 300,
  starting: 300,
  stopping: 300,
  deleting: 300,
  modifying: 300,
  testing: 300,
  instance: 300,
};

/** Local DMS, documented in BEHAVIOUR.md. */
export function createDms(context: CloudContext, dependencies: DmsDependencies): DmsService {
  const script = new DmsScript();
  const timers = new Set<Cancel>();
  const kept = new KeptResources(context);
  const resources = new Resources();
  const parts: DmsParts = {
    context,
    objectsAs: dependencies.objectsAs ?? (() => dependencies.objects),
    readSecret: dependencies.readSecret,
    timings: { ...usual, ...dependencies.timings },
    resources,
    logs: new TaskLogs(context.clock, resources),
    events: new EventLog(
      context,
      script,
      () => parts.keep(),
      (event, task) => dependencies.onTask?.(event, taskSnapshot(parts, task)),
    ),
    script,
    simulated: dependencies.simulated,
    keep: () => kept.put(parts),
    after: (milliseconds, then) => {
      const cancel = context.clock.schedule(new Date(context.clock.now().getTime() + milliseconds), () => {
        timers.delete(cancel);
        then();
        parts.keep();
      });
      timers.add(cancel);
    },
  };
  restoreResources(parts, kept);
  const runs = taskRunOperations(parts);
  const usualRate = dependencies.throttling === false ? { size: Infinity, perSecond: 0 } : accountRate;
  const takeToken = requestBucket(context.clock, () => script.requestRate ?? usualRate);
  const operations: Readonly<Record<string, Operation>> = {
    ...taskOperations(parts),
    ...runs.operations,
    ...tableStatisticsOperations(parts),
    ...endpointOperations(parts),
    ...connectionOperations(parts),
    ...schemaOperations(parts),
    ...instanceOperations(parts),
    ...subnetGroupOperations(parts),
    ...tagOperations(parts),
    ...accountOperations(parts),
    DescribeEvents: parts.events.describe,
  };
  const guarded = Object.entries(operations).map(([name, run]): [string, Operation] => [
    name,
    (input, caller) => {
      takeToken();
      if (script.takeThrottle()) throw rateExceeded();
      const refusal = script.takeRefusal(name);
      if (refusal !== undefined) throw refusal;
      const answer = run(input, caller);
      if (!/^(Describe|List)/.test(name)) parts.keep();
      return answer;
    },
  ]);
  return {
    protocol: 'json-1.1',
    name: 'dms',
    targetPrefix: 'AmazonDMSv20160101',
    operations: Object.fromEntries(guarded),
    script,
    async caughtUp() {
      for (const { run } of parts.resources.tasks.values()) await run?.capture?.caughtUp();
    },
    tasks: () => [...resources.tasks.values()].map((task) => taskSnapshot(parts, task)),
    tagsOf: (arn) => parts.resources.tags.get(arn) ?? new Map(),
    metrics: (from, to) => taskMetrics(parts, from, to),
    taskLogs: () => parts.logs.streams,
    failTask(identifier, message = 'scripted failure') {
      const task = [...parts.resources.tasks.values()].find((one) => one.identifier === identifier);
      if (task?.run?.capture === undefined) throw new Error(`the task ${identifier} is not reading changes`);
      task.run.capture.fail(new FatalLoadError(message));
    },
    endTask: (arn, outcome) => runs.endTask(arn, outcome),
    stop: async () => {
      kept.end();
      for (const cancel of timers) cancel();
      timers.clear();
      await runs.stopAll();
    },
  };
}
