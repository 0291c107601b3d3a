import type { CloudContext, CloudEvent, InvokeTarget, JsonService } from '../service';
import { newUuid } from '../new-uuid';
import type { ApiDestinations } from './api-destinations';
import { busOperations } from './bus-operations';
import { type Bus, Buses } from './buses';
import { defaultRetryPolicy, deliver, type RetryPolicy } from './deliver';
import type { SendToQueue } from './invoke-target';
import { matchesPattern } from './match-pattern';
import { eventOperations } from './operations';
import type { Rule, Target } from './rules';
import { payloadFor } from './target-input';
import { Timers } from './timers';

/** Event as rules see it. */
export type BusEvent = Readonly<Record<string, unknown>> & CloudEvent & { readonly id: string };

/** Fault that a test injects for an event. Undefined: none. */
export type Script = (event: BusEvent) => 'lose' | 'double' | { readonly delaySeconds: number } | undefined;

export interface EventBus extends JsonService {
  /**
   * Adds version, id, account, region and time, and delivers the event to every rule of the default bus that
   * matches. Never throws. Returns the id.
   */
  publish(event: CloudEvent, time?: Date): string;
  /** Events of a bus, oldest first. */
  received(bus: string): readonly BusEvent[];
  /** Injects faults from now on. Undefined ends them. */
  script(script: Script | undefined): void;
  stop(): Promise<void>;
}

export interface EventBusOptions {
  readonly invokeTarget: InvokeTarget;
  /** Sender of dead letters. Absent: `invokeTarget`, without attributes. */
  readonly sendToQueue?: SendToQueue;
  /** Absent: the bus has no API destinations. */
  readonly destinations?: ApiDestinations;
}

/** Events that are kept per bus, the newest ones. */
const keptEvents = 1000;

/**
 * Local EventBridge, documented in local/events/BEHAVIOUR.md. `context.publishEvent` should be its `publish`.
 */
export function createEventBus(
  context: Omit<CloudContext, 'publishEvent'>,
  options: EventBusOptions,
): EventBus {
  const { invokeTarget } = options;
  const sendToQueue: SendToQueue = options.sendToQueue ?? ((arn, body) => invokeTarget(arn, body, {}));
  const buses = new Buses(`arn:aws:events:${context.region}:${context.account}`);
  const received = new Map<string, BusEvent[]>();
  const timers = new Timers(context.clock);
  let script: Script | undefined;
  let isStopped = false;

  function publish(said: CloudEvent, time?: Date, bus: Bus = buses.get()): string {
    const event: BusEvent = {
      version: '0',
      id: newUuid(context),
      'detail-type': said['detail-type'],
      source: said.source,
      account: context.account,
      time: (time ?? context.clock.now()).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      region: context.region,
      resources: said.resources,
      detail: said.detail,
    };
    const kept = received.get(bus.name) ?? [];
    received.set(bus.name, kept);
    if (kept.push(event) > keptEvents) kept.shift();
    const lie = script?.(event);
    if (lie === 'lose') return event.id;
    if (typeof lie === 'object') void timers.sleep(lie.delaySeconds).then(() => route(bus, event));
    else route(bus, event);
    if (lie === 'double') route(bus, event);
    return event.id;
  }

  function route({ rules }: Bus, event: BusEvent): void {
    // A stopped cloud delivers nothing.
    if (isStopped) return;
    // Rules see what would go over the wire.
    const plain: BusEvent = JSON.parse(JSON.stringify(event));
    for (const rule of rules.list()) {
      if (rule.state === 'DISABLED' || !matchesPattern(rule.pattern, plain)) continue;
      for (const target of rule.targets.values()) void send(rule, target, plain);
    }
  }

  async function send(rule: Rule, target: Target, event: BusEvent): Promise<void> {
    const payload = payloadFor(target, event, rule);
    const by = { roleArn: target.RoleArn, sourceArn: rule.arn };
    const attempt = (): Promise<void> => invokeTarget(target.Arn, payload, by);
    const undelivered = await deliver(context.clock, timers, policyOf(target), attempt);
    if (undelivered === undefined) return;
    context.log(`rule ${rule.name} failed to deliver to ${target.Arn}: ${undelivered.errorMessage}`);
    const queue = target.DeadLetterConfig?.Arn;
    if (queue === undefined) return;
    const attributes = {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.Arn,
      ERROR_CODE: undelivered.errorCode,
      ERROR_MESSAGE: undelivered.errorMessage,
      RETRY_ATTEMPTS: String(undelivered.retries),
      ...(undelivered.exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: undelivered.exhausted }),
    };
    await context.clock
      .track(sendToQueue(queue, JSON.stringify(event), attributes, { sourceArn: rule.arn }))
      .catch((error: unknown) => {
        context.log(`delivery to the dead-letter queue ${queue} failed: ${error}`);
      });
  }

  return {
    protocol: 'json-1.1',
    name: 'events',
    targetPrefix: 'AWSEvents',
    operations: {
      ...eventOperations(buses, publish),
      ...busOperations(buses),
      ...options.destinations?.operations(),
    },
    publish: (event, time) => publish(event, time),
    received: (bus) => received.get(bus) ?? [],
    script: (wanted) => {
      script = wanted;
    },
    stop: async () => {
      isStopped = true;
      timers.stop();
    },
  };
}

function policyOf(target: Target): RetryPolicy {
  if (target.RetryPolicy === undefined) return defaultRetryPolicy;
  return {
    maximumRetryAttempts: target.RetryPolicy.MaximumRetryAttempts,
    maximumEventAgeInSeconds: target.RetryPolicy.MaximumEventAgeInSeconds,
  };
}
