import type { Readable } from 'node:stream';
import type { SendToQueue } from '../events/invoke-target';
import { Timers } from '../events/timers';
import { isInput } from '../gateway/input';
import { AwsError, type CloudContext, type Input, type InvokeTarget, type RestService } from '../service';
import { checkResponse, checkRestRequest } from '../service-models/check-calls';
import { unsupported } from '../unsupported';
import { ScheduleGroups } from './groups';
import { type ScheduleRequest, scheduleOperations } from './operations';
import { operationNames, routeOf } from './routes';
import { refusal, Schedules } from './schedules';

export interface Scheduler extends RestService {
  /**
   * Invokes a schedule as if its time were now, enabled or not. Resolves when the delivery is over. Throws
   * AwsError.
   */
  fireNow(name: string, group?: string): Promise<void>;
  /** Performs one operation by name, as a request would. */
  call(operation: string, request: ScheduleRequest): object;
  /** Cancels all timers, also those of retries. */
  stop(): Promise<void>;
}

export interface SchedulerOptions {
  readonly invokeTarget: InvokeTarget;
  /** Sender of dead letters. Absent: `invokeTarget`, without attributes. */
  readonly sendToQueue?: SendToQueue;
  /** Random number for flexible windows, from 0 to below 1. */
  readonly random?: () => number;
}

/** Local EventBridge Scheduler, documented in local/scheduler/BEHAVIOUR.md. */
export function createScheduler(context: CloudContext, options: SchedulerOptions): Scheduler {
  const { invokeTarget } = options;
  const timers = new Timers(context.clock);
  const sendToQueue: SendToQueue = options.sendToQueue ?? ((arn, body) => invokeTarget(arn, body, {}));
  const schedules = new Schedules(
    context,
    { context, timers, invokeTarget, sendToQueue },
    options.random ?? context.random ?? Math.random,
  );
  const operations = scheduleOperations(schedules, new ScheduleGroups(context));

  function call(operation: string, request: ScheduleRequest): object {
    const run = operations[operation];
    if (run === undefined)
      throw refusal(
        'UnknownOperationException',
        unsupported(`scheduler:${operation}`, { page: 'scheduler' }),
      );
    try {
      return run(request);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw refusal(error.code, error.message, error.statusCode);
    }
  }

  return {
    protocol: 'rest',
    name: 'scheduler',
    operationNames,
    permissionInput: { CreateSchedule: readBody, UpdateSchedule: readBody },
    operationOf: (request) => routeOf(request)?.operation ?? `${request.method} ${request.rawPath}`,
    handle: async (request) => {
      const route = routeOf(request);
      if (route === undefined)
        throw refusal(
          'UnknownOperationException',
          unsupported(`scheduler: ${request.method} ${request.rawPath}`, { page: 'scheduler' }),
          404,
        );
      const text = await textOf(request.body);
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      checkRestRequest('scheduler', route.operation, request, isInput(body) ? body : undefined);
      const output = call(route.operation, { subject: route.subject, query: request.query, body });
      checkResponse('scheduler', route.operation, output);
      return {
        statusCode: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(output),
      };
    },
    call,
    fireNow: async (name, group = 'default') => schedules.fireNow(name, group),
    stop: async () => timers.stop(),
  };
}

/** Group and role of the schedule. */
async function readBody(body: Readable): Promise<Input> {
  const value: unknown = JSON.parse(await textOf(body));
  return isInput(value) ? value : {};
}

async function textOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
