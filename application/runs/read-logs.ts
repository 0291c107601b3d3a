import { createLogs, type FoundEvents, type LogQuery, type Logs } from '../../aws/cloudwatch/logs';
import { createExecutionEvents, type ExecutionEvents } from '../../aws/execution-events';
import {
  functionLogPrefix,
  namedEnvironment,
  type NamedEnvironment,
} from '../../core/model/environment-names';
import { mapConcurrently } from '../../core/concurrency';
import { executionLines } from '../../core/runs/logs/execution-lines';
import { functionLine } from '../../core/runs/logs/function-line';
import { taskLogGroupName, taskLogStreamName } from '../../core/runs/logs/log-groups';
import { inTimeOrder, type LogLine, type LogSource, logSources } from '../../core/runs/logs/log-line';
import { taskLine } from '../../core/runs/logs/task-line';
import { type RunRecord, stateOf } from '../../core/runs/record/run-record';
import { instanceOf } from '../environments/instance-of';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { runNamed } from './read-run';

export interface LogSelection {
  /** Absent: all. */
  readonly source?: LogSource | undefined;
  /** Lines from then on, also those that the task of a CDC job wrote after the run. Absent: those of the run. */
  readonly since?: Date | undefined;
}

/** Log that could not be read, or not completely. */
export interface LogGap {
  readonly source: LogSource;
  /** Log group, stream or execution. */
  readonly name: string;
  readonly reason: 'forbidden' | 'absent' | 'incomplete';
  /** Permission that is missing. */
  readonly permission?: string;
}

export interface RunLogs {
  readonly run: string;
  readonly job: string;
  readonly state: ReturnType<typeof stateOf>;
  /** In the order of time. */
  readonly lines: readonly LogLine[];
  readonly gaps: readonly LogGap[];
}

export interface LogPorts {
  readonly logs: Logs;
  readonly executions: ExecutionEvents;
}

/** Calls are bounded: at most so many pages per log group, and of the execution. */
export const pagesPerGroup = 10;
const pagesOfExecution = 5;
/** An account has five requests of FilterLogEvents per second. */
const groupsAtOnce = 2;
/** A schedule's message may begin to log before the record is written; polls log what they clean up after its end. */
const marginBefore = 60_000;
const marginAfter = 600_000;

interface Part {
  readonly lines: readonly LogLine[];
  readonly gaps: readonly LogGap[];
}

export function openLogs(): LogPorts {
  return { logs: createLogs(), executions: createExecutionEvents() };
}

/** Reads the logs of a run, or of the newest run of a `department/job`. A log that cannot be read is a gap. */
export async function readLogs(
  environment: DeployedEnvironment,
  runOrJob: string,
  selection: LogSelection,
  now: Date,
  ports: LogPorts,
): Promise<RunLogs> {
  const record = await runNamed(environment, runOrJob, now);
  const window = windowOf(record, selection.since, now);
  const name = namedEnvironment(environment.platform);
  const reading: Readonly<Record<LogSource, () => Promise<readonly Part[]>>> = {
    'state-machine': async () => [await ofExecution(ports.executions, record, window)],
    functions: () => ofFunctions(ports.logs, name, record.run, window),
    task: async () => [
      await ofTask(ports.logs, instanceOf(environment.platform, record.endpoints), record, window),
    ],
  };
  const wanted = logSources.filter((source) => selection.source === undefined || selection.source === source);
  const parts = (await mapConcurrently(logSources.length, wanted, (source) => reading[source]())).flat();
  return {
    run: record.run,
    job: record.jobKey,
    state: stateOf(record),
    lines: inTimeOrder(parts.flatMap(({ lines }) => lines)),
    gaps: parts.flatMap(({ gaps }) => gaps),
  };
}

type Window = Pick<LogQuery, 'from' | 'to'>;

function windowOf({ openedAt, phases, mode }: RunRecord, since: Date | undefined, now: Date): Window {
  const from = since ?? new Date(Date.parse(openedAt) - marginBefore);
  const goesOn = phases.closed === undefined || (since !== undefined && mode !== undefined);
  const to = goesOn ? now : new Date(Date.parse(phases.closed ?? openedAt) + marginAfter);
  return { from, to };
}

/** The run of a load is a message, not an execution. */
async function ofExecution(
  executions: ExecutionEvents,
  { execution }: RunRecord,
  { from, to }: Window,
): Promise<Part> {
  if (!execution.startsWith('arn:')) return { lines: [], gaps: [] };
  const found = await executions.find(execution, pagesOfExecution);
  const gap = { source: 'state-machine', name: execution } as const;
  if (found.kind === 'absent') return { lines: [], gaps: [{ ...gap, reason: 'absent' }] };
  if (found.kind === 'forbidden')
    return {
      lines: [],
      gaps: [{ ...gap, reason: 'forbidden', permission: 'states:GetExecutionHistory' }],
    };
  const lines = executionLines(found.events).filter(
    ({ at }) => at >= from.toISOString() && at <= to.toISOString(),
  );
  return { lines, gaps: found.isComplete ? [] : [{ ...gap, reason: 'incomplete' }] };
}

async function ofFunctions(
  logs: Logs,
  environment: NamedEnvironment,
  run: string,
  window: Window,
): Promise<readonly Part[]> {
  const prefix = functionLogPrefix(environment);
  const groups = await logs.groups(prefix);
  const gap = { source: 'functions', name: `${prefix}*` } as const;
  if (groups === 'forbidden')
    return [{ lines: [], gaps: [{ ...gap, reason: 'forbidden', permission: 'logs:DescribeLogGroups' }] }];
  if (groups.length === 0) return [{ lines: [], gaps: [{ ...gap, reason: 'absent' }] }];
  return mapConcurrently(groupsAtOnce, groups, async (group) => {
    const found = await logs.find({ group, containing: run, ...window }, pagesPerGroup);
    const name = group.slice(prefix.length);
    return partOf(found, 'functions', group, (events) =>
      events.flatMap((event) => functionLine(name, run, event) ?? []),
    );
  });
}

/** A run that never had a task has no lines of one. */
async function ofTask(logs: Logs, instance: string, { task }: RunRecord, window: Window): Promise<Part> {
  if (task?.arn === undefined) return { lines: [], gaps: [] };
  const group = taskLogGroupName(instance);
  const stream = taskLogStreamName(task.arn);
  const found = await logs.find({ group, stream, ...window }, pagesPerGroup);
  const name = found.kind === 'absent' && found.what === 'stream' ? `${group}/${stream}` : group;
  return partOf(found, 'task', name, (events) => events.map(taskLine));
}

function partOf(
  found: FoundEvents,
  source: LogSource,
  name: string,
  linesOf: (events: Extract<FoundEvents, { kind: 'events' }>['events']) => readonly LogLine[],
): Part {
  const gap = { source, name } as const;
  switch (found.kind) {
    case 'absent':
      return { lines: [], gaps: [{ ...gap, reason: 'absent' }] };
    case 'forbidden':
      return { lines: [], gaps: [{ ...gap, reason: 'forbidden', permission: 'logs:FilterLogEvents' }] };
    case 'events':
      return {
        lines: linesOf(found.events),
        gaps: found.isComplete ? [] : [{ ...gap, reason: 'incomplete' }],
      };
  }
}
