import type { CallingService, InvokeTarget } from '@lakeferry/local-cloud/service';
import type { CallLog } from './call-log';
import type { VirtualClock } from './virtual-clock';

/** What a schedule, a rule or a topic sends to a target. */
export interface Sent {
  readonly at: number;
  readonly targetArn: string;
  /** JSON text. */
  readonly payload: string;
  /** ARN of the rule, the schedule group or the topic. */
  readonly from: string | undefined;
}

/** Fate of a delivery. A delay is in milliseconds. */
export type Delivery = 'once' | 'lost' | 'twice' | { readonly delay: number };

export interface DeliveryParts {
  readonly clock: VirtualClock;
  readonly log: CallLog;
  readonly decide: (sent: Sent) => Delivery;
  readonly invokeFunction: (arn: string, payload: unknown) => Promise<unknown>;
  readonly startExecution: (stateMachineArn: string, input: string) => void;
}

/** Delivers to functions and to the state machine, as Lambda's asynchronous invocation without retries does. */
export function deliveries(parts: DeliveryParts): InvokeTarget {
  const { clock, log, decide } = parts;
  return async (targetArn: string, payload: string, { sourceArn }: CallingService) => {
    const sent = { at: clock.milliseconds, targetArn, payload, from: sourceArn };
    const delivery = decide(sent);
    if (delivery !== 'once') log.add(`delivery to ${targetArn}: ${JSON.stringify(delivery)}`);
    if (delivery === 'lost') return;
    if (typeof delivery === 'object') await clock.sleep(delivery.delay);
    deliver(parts, targetArn, payload);
    if (delivery === 'twice') deliver(parts, targetArn, payload);
  };
}

function deliver(parts: DeliveryParts, targetArn: string, payload: string): void {
  if (targetArn.startsWith('arn:aws:lambda:'))
    parts.invokeFunction(targetArn, JSON.parse(payload)).catch(() => undefined);
  else if (targetArn.startsWith('arn:aws:states:')) parts.startExecution(targetArn, payload);
  else throw new Error(`a world delivers nothing to ${targetArn}`);
}
