import { DrivenClock } from '../../../local/clock';
import { AwsError, type CloudContext, type InvokeTarget } from '../../../local/service';

export interface Delivery {
  readonly at: string;
  readonly target: string;
  readonly payload: unknown;
}

export interface TestCloud {
  readonly clock: DrivenClock;
  readonly context: CloudContext;
  readonly deliveries: Delivery[];
  readonly deadLetters: { readonly queue: string; readonly body: unknown; readonly attributes: unknown }[];
  readonly invokeTarget: InvokeTarget;
  readonly sendToQueue: (queue: string, body: string, attributes?: object) => Promise<void>;
  /** Makes deliveries fail with this error from now on. Undefined ends it. */
  fail(error: AwsError | undefined): void;
}

export const throttled = new AwsError('ThrottlingException', 'slow down', 429);

/** Driven clock, and targets that record their deliveries. */
export function testCloud(start: string): TestCloud {
  const clock = new DrivenClock(new Date(start));
  const deliveries: Delivery[] = [];
  const deadLetters: TestCloud['deadLetters'] = [];
  let failure: AwsError | undefined;
  return {
    clock,
    deliveries,
    deadLetters,
    context: {
      clock,
      account: '000000000000',
      region: 'eu-west-1',
      dataFolder: '/nowhere',
      publishEvent: () => undefined,
      log: () => undefined,
    },
    invokeTarget: async (target, text) => {
      deliveries.push({ at: clock.now().toISOString(), target, payload: JSON.parse(text) });
      if (failure !== undefined) throw failure;
    },
    sendToQueue: async (queue, body, attributes) => {
      deadLetters.push({ queue, body: JSON.parse(body), attributes });
    },
    fail: (error) => {
      failure = error;
    },
  };
}
