import type { Failure, Fault as FaultOfCall } from '../world/seam/call';
import type { CallFault } from './fault';

/** Names of the errors with which services refuse too many requests. All others have `ThrottlingException`. */
const throttlings: Readonly<Record<string, Failure>> = {
  dynamodb: { name: 'ProvisionedThroughputExceededException' },
  s3: { name: 'SlowDown', status: 503 },
  sns: { name: 'ThrottledException', status: 429 },
  monitoring: { name: 'Throttling' },
};

/** Longer than any function may run: its process ends before the response arrives. */
const afterAnyTimeout = 1_000_000;

const network: Failure = { name: 'TimeoutError', message: 'socket hang up', code: 'ECONNRESET', status: 0 };

/** Fault of one call, in the terms of the seam. */
export function faultOfCall({ fault, seconds = 1 }: CallFault, service: string): FaultOfCall {
  switch (fault) {
    case 'throttled':
      return {
        refuse: { message: 'Rate exceeded', ...(throttlings[service] ?? { name: 'ThrottlingException' }) },
      };
    case 'unavailable':
      return { refuse: { name: 'InternalFailure', status: 503 } };
    case 'lost-request':
      return { refuse: network };
    case 'lost-response':
      return { lose: network };
    case 'slow':
      return { delay: seconds * 1000 };
    case 'death-before':
      return { death: 'before' };
    case 'death-after':
      return { death: 'after' };
    case 'function-timeout':
      return { answerDelay: afterAnyTimeout };
  }
}

/** Faults that end the process of a function. Those of people end their commands. */
export function isOfProcess({ fault }: CallFault): boolean {
  return fault === 'death-before' || fault === 'death-after' || fault === 'function-timeout';
}
