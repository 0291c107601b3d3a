import { type Integration, integrationOf } from '../definition/integrations';
import type { StateOf } from '../definition/schema';
import type { Json } from '../json';
import { withRecovery } from '../recovery';
import { checkSize } from '../states-error';
import type { TaskCall } from '../task-attempt';
import { invokeRequest, runCall } from '../task-call';
import { fieldValue, type Outcome, produce, queryError, type Visit } from '../visit';

type TaskVisit = Visit<StateOf<'Task'>>;

export function runTask(visit: TaskVisit): Promise<Outcome> {
  return withRecovery(visit, attempt);
}

async function attempt(visit: TaskVisit): Promise<Outcome> {
  const { state, name, frame } = visit;
  const integration = integrationOf(state.Resource);
  if (integration === undefined)
    throw new Error(`no integration ${state.Resource}: the definition was not checked`);
  const token =
    integration.kind === 'invoke' && integration.waitsForToken ? frame.machine.tokens.issue() : undefined;
  const extra = token === undefined ? {} : { token };
  const parameters =
    state.Arguments === undefined
      ? visit.input
      : await fieldValue(visit, state.Arguments, '/Arguments', extra);
  checkSize(parameters, name, 'arguments');
  const call: TaskCall = {
    integration,
    parameters,
    request: requestOf(visit, integration, parameters),
    token,
    timeoutSeconds: await seconds(visit, state.TimeoutSeconds, '/TimeoutSeconds'),
    heartbeatSeconds: await seconds(visit, state.HeartbeatSeconds, '/HeartbeatSeconds'),
  };
  const result = await runCall(frame, call);
  checkSize(result, name, 'result');
  return produce(visit, state, result, state.Next, { ...extra, result });
}

function requestOf(visit: TaskVisit, integration: Integration, parameters: Json): TaskCall['request'] {
  if (integration.kind === 'function') return { functionName: integration.functionArn, payload: parameters };
  const request = invokeRequest(parameters);
  if ('problem' in request) throw queryError(visit, '/Arguments', request.problem);
  return request;
}

async function seconds(
  visit: TaskVisit,
  template: Json | undefined,
  field: string,
): Promise<number | undefined> {
  if (template === undefined) return undefined;
  const value = await fieldValue(visit, template, field);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 99_999_999) return value;
  throw queryError(
    visit,
    field,
    `${field} must be a whole number from 1 to 99999999, not ${JSON.stringify(value)}.`,
  );
}
