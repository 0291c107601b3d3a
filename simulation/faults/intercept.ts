import type { Random } from '../random';
import type { Call, Fault as FaultOfCall, Intercept } from '../world/seam/call';
import type { TaskChange } from '../world/world';
import { faultOfCall, isOfProcess } from './call-fault';
import { faultOfDescribe, faultOfStatus } from './describe-fault';
import {
  type CallFault,
  callFaults,
  type DescribeFault,
  describeFaults,
  type Fault,
  type StatusFault,
} from './fault';

/**
 * Describe lags behind every ten minutes, for less than the three minutes after which Lakeferry believes it: also when its clock
 * jumps ahead by 90 seconds meanwhile.
 */
const [lagEvery, lagLasts] = [600, 80];

const outage: FaultOfCall = { refuse: { name: 'InternalFailure', message: 'outage', status: 503 } };

/** Decides about calls by the faults whose time it is. `start`: milliseconds since 1970. */
export function interceptOf(
  faults: readonly Fault[],
  start: number,
  changes: () => readonly TaskChange[],
  random: Random,
): Intercept {
  const chance = random.fork('calls');
  return (call) => {
    const seconds = (call.at - start) / 1000;
    for (const fault of faults) {
      if (seconds < fault.at || seconds >= fault.until) continue;
      const found = faultOf(fault, seconds, call, changes, chance);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

function faultOf(
  fault: Fault,
  seconds: number,
  call: Call,
  changes: () => readonly TaskChange[],
  random: Random,
): FaultOfCall | undefined {
  if (isCallFault(fault)) {
    if (!isAbout(fault, call) || !random.chance(fault.probability)) return undefined;
    return faultOfCall(fault, call.service);
  }
  if (fault.fault === 'notification-outage')
    return call.operation === 'PutEvents' || call.service === 'sns' ? outage : undefined;
  if (call.operation !== 'DescribeReplicationTasks') return undefined;
  if (isStatusLie(fault)) return faultOfStatus(fault);
  if (!isDescribeFault(fault) || seconds % lagEvery >= lagLasts || !random.chance(fault.probability))
    return undefined;
  return faultOfDescribe(fault, call, changes(), random);
}

function isAbout(fault: CallFault, call: Call): boolean {
  if (isOfProcess(fault) && call.invocation === 0) return false;
  if (fault.service !== undefined && fault.service !== call.service) return false;
  return fault.caller === undefined || fault.caller === call.by;
}

function isCallFault(fault: Fault): fault is CallFault {
  return callFaults.some((kind) => kind === fault.fault);
}

function isDescribeFault(fault: Fault): fault is DescribeFault {
  return describeFaults.some((kind) => kind === fault.fault);
}

function isStatusLie(fault: Fault): fault is StatusFault {
  return fault.fault === 'status-lie';
}
