import { sources } from '../scenario/draw-departments';
import type { TableSize } from '../scenario/scenario';
import type { Random } from '../random';
import { callFaults, describeFaults, eventFaults, type Fault, scheduleFaults, type Window } from './fault';

const services = ['dms', 'dynamodb', 's3', 'states', 'events', 'sns', 'ssm', 'monitoring', 'glue'] as const;
const callers = [
  'open-run',
  'check-source',
  'create-task',
  'start-task',
  'poll-tasks',
  'judge-run',
  'publish-snapshot',
  'delete-task',
  'close-run',
  'copy-to-lake',
] as const;

/** Statuses in which tasks hang. */
export const hanging = ['creating', 'starting', 'running', 'stopping', 'deleting', 'modifying'] as const;
/** Statuses that DMS reports of tasks that do not have them. */
export const lies = ['moving', 'testing', 'modifying', 'checking'] as const;

/** Enumeration of the API reference, and one that is not in it. */
export const stopReasons = [
  'NORMAL',
  'RECOVERABLE_ERROR',
  'FATAL_ERROR',
  'FULL_LOAD_ONLY_FINISHED',
  'STOPPED_AFTER_FULL_LOAD',
  'STOPPED_AFTER_CACHED_EVENTS',
  'EXPRESS_LICENSE_LIMITS_REACHED',
  'STOPPED_AFTER_DDL_APPLY',
  'STOPPED_DUE_TO_LOW_MEMORY',
  'STOPPED_DUE_TO_LOW_DISK',
  'STOPPED_AT_SERVER_TIME',
  'STOPPED_AT_COMMIT_TIME',
  'RECONFIGURATION_RESTART',
  'RECYCLE_TASK',
  'SOMETHING_NEW',
] as const;

/** Draws the faults of the scenario: quiet days, days with a few of them, and bad days. In scenarios of at least 3 hours, the last hour has none, except of table errors. */
export function drawFaults(random: Random, tables: readonly TableSize[], days: number): readonly Fault[] {
  const count = Math.ceil(random.pick([0, 3, 6, 6, 12, 25]) * Math.max(days, 0.6));
  return Array.from({ length: count }, (_, index) => drawFault(random.fork(`fault ${index}`), tables, days));
}

function drawFault(random: Random, tables: readonly TableSize[], days: number): Fault {
  const window = drawWindow(random, days);
  const kind = random.next();
  if (kind < 0.35) return drawCallFault(random, window);
  if (kind < 0.5)
    return {
      ...window,
      fault: random.pick(describeFaults),
      probability: random.pick([0.1, 0.5, 1]),
      seconds: random.between(5, 120),
    };
  if (kind < 0.65)
    return {
      ...window,
      fault: random.pick(random.chance(0.5) ? eventFaults : scheduleFaults),
      probability: random.pick([0.3, 1]),
      seconds: random.pick([20, 300, 1500]),
    };
  if (kind < 0.7) return { ...window, fault: 'notification-outage' };
  if (kind < 0.75) return { ...window, fault: 'source-outage', source: random.pick(sources) };
  if (kind < 0.79) return { ...window, fault: 'clock-jump', seconds: random.pick([-90, -5, 5, 90]) };
  return drawTaskFault(random, tables, window);
}

function drawTaskFault(random: Random, tables: readonly TableSize[], window: Window): Fault {
  const choice = random.next();
  const kind = random.next();
  if (kind < 0.4) {
    const failing = tables.filter(() => random.chance(0.25)).map(({ schema, table }) => `${schema}.${table}`);
    const until = Math.max(window.until, window.at + 3600);
    return { at: window.at, until, fault: 'table-error', tables: failing, afterRows: random.pick([0, 100]) };
  }
  if (kind < 0.6)
    return random.chance(0.5)
      ? { ...window, fault: 'tasks-hang', status: random.pick(hanging), choice }
      : { ...window, fault: 'status-lie', status: random.pick(lies), choice };
  return {
    ...window,
    fault: random.pick(['task-failed', 'task-stopped', 'execution-stopped'] as const),
    choice,
    stopReason: random.pick(stopReasons),
    message: 'Last Error  Task error notification received from subtask 0.',
  };
}

function drawCallFault(random: Random, window: Window): Fault {
  const fault = random.pick(callFaults);
  const isOfFunction = fault === 'death-before' || fault === 'death-after' || fault === 'function-timeout';
  return {
    ...window,
    fault,
    ...(isOfFunction
      ? random.chance(0.7)
        ? { caller: random.pick(callers) }
        : {}
      : random.chance(0.8)
        ? { service: random.pick(services) }
        : {}),
    probability: random.pick(isOfFunction ? [0.01, 0.05, 0.2] : [0.02, 0.1, 0.5]),
    ...(fault === 'slow' ? { seconds: random.pick([1, 5, 20]) } : {}),
  };
}

/** Windows of a minute to three hours. */
function drawWindow(random: Random, days: number): Window {
  const last = Math.max(1800, days * 86_400 - 7200);
  const at = random.between(0, last);
  const length = random.pick([60, 300, 1200, 3600, 3 * 3600]);
  return { at, until: Math.min(at + length, last + 3600) };
}
