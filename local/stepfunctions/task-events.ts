import { payload } from './history';
import type { Json } from './json';
import type { StatesError } from './states-error';
import type { TaskCall } from './task-attempt';
import { type Frame, record } from './visit';

/** Events of one attempt: Task* for lambda:invoke, LambdaFunction* for the ARN of a function. */
export interface TaskEvents {
  scheduled(): void;
  started(): void;
  submitted(result: Json): void;
  succeeded(result: Json): void;
  failed(error: StatesError): void;
}

export function taskEvents(frame: Frame, call: TaskCall): TaskEvents {
  const { integration, parameters } = call;
  const limits = {
    ...(call.timeoutSeconds === undefined ? {} : { timeoutInSeconds: call.timeoutSeconds }),
    ...(call.heartbeatSeconds === undefined || call.token === undefined
      ? {}
      : { heartbeatInSeconds: call.heartbeatSeconds }),
  };
  const ending = (error: StatesError): string =>
    ['States.Timeout', 'States.HeartbeatTimeout'].includes(error.error) ? 'TimedOut' : 'Failed';
  const shown = (error: StatesError): Record<string, unknown> => ({
    error: error.error,
    ...(error.reason === undefined ? {} : { cause: error.reason }),
  });
  if (integration.kind === 'function')
    return {
      scheduled: () =>
        record(frame, 'LambdaFunctionScheduled', {
          resource: integration.functionArn,
          ...payload('input', parameters),
          ...limits,
        }),
      started: () => record(frame, 'LambdaFunctionStarted'),
      submitted: () => undefined,
      succeeded: (result) => record(frame, 'LambdaFunctionSucceeded', payload('output', result)),
      failed: (error) => record(frame, `LambdaFunction${ending(error)}`, shown(error)),
    };
  const resource = { resourceType: 'lambda', resource: integration.resource };
  return {
    scheduled: () =>
      record(frame, 'TaskScheduled', {
        ...resource,
        region: frame.machine.region,
        parameters: JSON.stringify(parameters),
        ...limits,
      }),
    started: () => record(frame, 'TaskStarted', resource),
    submitted: (result) => record(frame, 'TaskSubmitted', { ...resource, ...payload('output', result) }),
    succeeded: (result) => record(frame, 'TaskSucceeded', { ...resource, ...payload('output', result) }),
    failed: (error) => record(frame, `Task${ending(error)}`, { ...resource, ...shown(error) }),
  };
}
