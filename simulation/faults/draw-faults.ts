import { sources } from '../scenario/draw-departments';
import type { Random } from '../random';
import { callFaults, describeFaults, eventFaults, type Fault, scheduleFaults, type Window } from './fault';

const services = ['dms', 'dynamodb', 's3', 'states', 'events', 'sns', 'ssm', 'cloudwatch', 'lambda'] as const;
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

const stopReasons = ['NORMAL', 'RECOVERABLE_ERROR', 'FATAL_ERROR', 'STOPPED_DUE_TO_LOW_MEMORY'] as const;

/** Draws the faults of the scenario: quiet days, days with a few of them, and bad days. The last two hours have none. */
export function drawFaults(random: Random, days: number): readonly Fault[] {
  const count = random.pick([0, 3, 6, 6, 12, 25]) * days;
  return Array.from({ length: count }, (_, index) => drawFault(random.fork(`fault ${index}`), days));
}

function drawFault(random: Random, days: number): Fault {
  const window = drawWindow(random, days);
  const kind = random.next();
  if (kind < 0.4) return drawCallFault(random, window);
  if (kind < 0.55)
    return {
      ...window,
      fault: random.pick(describeFaults),
      probability: random.pick([0.1, 0.5, 1]),
      seconds: random.between(5, 180),
    };
  if (kind < 0.72)
    return {
      ...window,
      fault: random.pick(random.chance(0.5) ? eventFaults : scheduleFaults),
      probability: random.pick([0.3, 1]),
      seconds: random.pick([20, 300, 1500]),
    };
  if (kind < 0.78) return { ...window, fault: 'notification-outage' };
  if (kind < 0.84) return { ...window, fault: 'source-outage', source: random.pick(sources) };
  if (kind < 0.88) return { ...window, fault: 'clock-jump', seconds: random.pick([-90, -5, 5, 90]) };
  return drawTaskFault(random, window);
}

function drawTaskFault(random: Random, window: Window): Fault {
  return {
    ...window,
    fault: random.pick(['task-failed', 'task-stopped', 'task-suspends-table', 'execution-stopped'] as const),
    choice: random.next(),
    stopReason: random.pick(stopReasons),
    message: 'Last Error  Task error notification received.',
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

/** Windows of seconds to hours, a few of them around the full hour, when jobs start. */
function drawWindow(random: Random, days: number): Window {
  const last = days * 86_400 - 7200;
  const at = random.between(0, last);
  const length = random.pick([60, 300, 1200, 3600, 3 * 3600]);
  return { at, until: Math.min(at + length, last + 3600) };
}
