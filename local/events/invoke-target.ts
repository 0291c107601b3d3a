import {
  AwsError,
  type CallingService,
  type CloudContext,
  FunctionError,
  type InvokeFunction,
  type InvokeTarget,
} from '../service';
import { unsupported } from '../unsupported';
import { Timers } from './timers';

/** Sends a message to a queue by its ARN. Attributes are strings. */
export type SendToQueue = (
  queueArn: string,
  body: string,
  attributes?: Readonly<Record<string, string>>,
  by?: CallingService,
) => Promise<void>;

export interface TargetServices {
  readonly functions: InvokeFunction;
  readonly stateMachines: {
    startExecution(input: { stateMachineArn: string; input: string }): unknown;
  };
  readonly queues: { readonly send: SendToQueue };
  readonly topics: { publish(topicArn: string, message: string): unknown };
  /** Absent: there are no API destinations. */
  readonly destinations?: { send(arn: string, payload: string): Promise<void> };
}

/**
 * Lambda retries a failed asynchronous event after one minute and again after two:
 * lambda/latest/dg/invocation-async-error-handling.html
 */
const asynchronousRetrySeconds = [60, 120];

/**
 * Delivers to a target by its ARN. Functions are invoked asynchronously: a failure of the function is not a
 * failure of the delivery.
 */
export function createInvokeTarget(
  context: CloudContext,
  services: TargetServices,
): InvokeTarget & { stop(): void } {
  const timers = new Timers(context.clock);

  async function invokeAsynchronously(arn: string, payload: unknown): Promise<void> {
    try {
      await services.functions(arn, payload);
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      context.log(`${arn} failed on an event: ${error.message}`);
      void retry(arn, payload);
    }
  }

  async function retry(arn: string, payload: unknown): Promise<void> {
    for (const seconds of asynchronousRetrySeconds) {
      await timers.sleep(seconds);
      try {
        await context.clock.track(services.functions(arn, payload));
        return;
      } catch (error) {
        context.log(`${arn} failed on an event again: ${error instanceof Error ? error.message : error}`);
      }
    }
  }

  const invoke: InvokeTarget = async (targetArn, payload) => {
    const service = targetArn.split(':')[2];
    switch (service) {
      case 'lambda':
        return invokeAsynchronously(targetArn, JSON.parse(payload));
      case 'states':
        services.stateMachines.startExecution({ stateMachineArn: targetArn, input: payload });
        return;
      case 'sqs':
        return services.queues.send(targetArn, payload);
      case 'sns':
        await services.topics.publish(targetArn, payload);
        return;
      case 'events':
        if (services.destinations !== undefined) return services.destinations.send(targetArn, payload);
        throw new AwsError('ValidationException', unsupportedTarget(targetArn));
      default:
        throw new AwsError('ValidationException', unsupportedTarget(targetArn));
    }
  };
  return Object.assign(invoke, { stop: () => timers.stop() });
}

/** True for an ARN that can be a target here. */
export function isSupportedTarget(arn: string): boolean {
  return /^arn:aws[a-z-]*:(lambda:[^:]*:\d{12}:function|states:[^:]*:\d{12}:stateMachine|sqs:[^:]*:\d{12}|sns:[^:]*:\d{12}):[^:]+(:[^:]+)?$|^arn:aws[a-z-]*:events:[^:]*:\d{12}:api-destination\/[^/]+\/[^/]+$/.test(
    arn,
  );
}

export function unsupportedTarget(arn: string): string {
  return unsupported(`the target ${arn}`, {
    instead: 'use a Lambda function, a state machine, an SQS queue, an SNS topic or an API destination',
    page: 'events',
  });
}
