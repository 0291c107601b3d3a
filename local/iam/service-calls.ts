import type { SendToQueue } from '../events/invoke-target';
import type { Functions } from '../lambda/functions';
import type { CallingService, InvokeFunction, InvokeTarget } from '../service';
import type { Permissions } from './permissions';

/** Action of a service on its target, by the service in the target's ARN. */
const actions: Readonly<Record<string, string>> = {
  events: 'events:InvokeApiDestination',
  lambda: 'lambda:InvokeFunction',
  sns: 'sns:Publish',
  sqs: 'sqs:SendMessage',
  states: 'states:StartExecution',
};

/**
 * Calls between services, with the check that AWS makes: the role that was passed to the caller and that must
 * trust it, or the policy of the target. `principal` is the calling service, such as `events.amazonaws.com`.
 */
export class ServiceCalls {
  constructor(private readonly permissions: Permissions) {}

  target(principal: string, invoke: InvokeTarget): InvokeTarget {
    return async (arn, payload, by) => {
      this.#assert(principal, arn, by);
      return invoke(arn, payload, by);
    };
  }

  queue(principal: string, send: SendToQueue): SendToQueue {
    return async (arn, body, attributes, by = {}) => {
      this.#assert(principal, arn, by);
      return send(arn, body, attributes);
    };
  }

  /** A function that is named without its ARN is checked by its ARN. */
  function(principal: string, functions: Pick<Functions, 'find' | 'invoke'>): InvokeFunction {
    return async (nameOrArn, payload, by = {}) => {
      const arn = nameOrArn.startsWith('arn:') ? nameOrArn : functions.find(nameOrArn)?.arn;
      if (arn !== undefined) this.#assert(principal, arn, by);
      return functions.invoke(nameOrArn, payload);
    };
  }

  /**
   * Lambda's reads of a queue with the role of the function
   * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html, execution role permissions).
   */
  eventSource(functions: Pick<Functions, 'find'>): (functionName: string, queueArn: string) => void {
    return (functionName, resource) => {
      const roleArn = functions.find(functionName)?.roleArn;
      if (roleArn === undefined) return;
      const needs = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'].map((action) => ({
        action,
        resource,
      }));
      this.permissions.assertService('sqs', 'lambda.amazonaws.com', { roleArn }, needs);
    };
  }

  #assert(principal: string, resource: string, by: CallingService): void {
    const service = resource.split(':')[2] ?? '';
    const action = actions[service] ?? `${service}:*`;
    this.permissions.assertService(service, principal, by, [{ action, resource }]);
  }
}
