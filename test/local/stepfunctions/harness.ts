import { DrivenClock } from '../../../local/clock';
import type { CloudContext, CloudEvent, InvokeFunction } from '../../../local/service';
import { createStepFunctions, type StepFunctions } from '../../../local/stepfunctions/service';
import type { HeartbeatError } from '../../../local/stepfunctions/states-error';

export type Functions = Readonly<Record<string, (payload: unknown) => unknown>>;

export interface Harness {
  readonly clock: DrivenClock;
  readonly events: CloudEvent[];
  readonly stepFunctions: StepFunctions;
  call(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>>;
}

const caller = { accessKeyId: 'LAKEFERRYOPERATOR', principalArn: 'arn:aws:iam::000000000000:user/operator' };
export const startOfTime = new Date('2026-03-01T06:00:00Z');

/** Step Functions on a driven clock, with plain functions. `random` is always one half. */
export function harness(functions: Functions = {}, heartbeatError?: HeartbeatError): Harness {
  const clock = new DrivenClock(startOfTime);
  const events: CloudEvent[] = [];
  const context: CloudContext = {
    clock,
    account: '000000000000',
    region: 'eu-west-1',
    dataFolder: '/nowhere',
    publishEvent: (event) => events.push(event),
    log: () => undefined,
  };
  const invokeFunction: InvokeFunction = async (nameOrArn, payload) => {
    const name = nameOrArn.slice(nameOrArn.lastIndexOf(':') + 1);
    const code = functions[name];
    if (code === undefined) throw new Error(`no function ${name}`);
    return code(payload);
  };
  const stepFunctions = createStepFunctions(context, {
    invokeFunction,
    random: () => 0.5,
    ...(heartbeatError === undefined ? {} : { heartbeatError }),
  });
  return {
    clock,
    events,
    stepFunctions,
    call: async (operation, input) => {
      const run = stepFunctions.operations[operation];
      if (run === undefined) throw new Error(`no operation ${operation}`);
      const output = await run(input, caller);
      return Object.fromEntries(Object.entries(output ?? {}));
    },
  };
}

export interface Ended {
  readonly status: unknown;
  readonly output: unknown;
  readonly error: unknown;
  readonly cause: unknown;
  readonly types: readonly string[];
  readonly arn: string;
}

/** Creates the machine, with JSONata unless the definition has another language. */
export async function create(at: Harness, definition: object, name = 'machine'): Promise<string> {
  const { stateMachineArn } = await at.call('CreateStateMachine', {
    name,
    definition: JSON.stringify({ QueryLanguage: 'JSONata', ...definition }),
    roleArn: 'arn:aws:iam::000000000000:role/machine',
  });
  return String(stateMachineArn);
}

/** Creates and starts a machine, moves time by `seconds`, and returns its description. */
export async function run(
  definition: object,
  input: unknown = {},
  options: { functions?: Functions; seconds?: number; at?: Harness } = {},
): Promise<Ended> {
  const at = options.at ?? harness(options.functions);
  const stateMachineArn = await create(at, definition);
  const { executionArn } = at.stepFunctions.startExecution({ stateMachineArn, input: JSON.stringify(input) });
  await at.clock.advance((options.seconds ?? 0) * 1000);
  await at.clock.idle();
  return ended(at, executionArn);
}

export async function ended(at: Harness, executionArn: string): Promise<Ended> {
  const { status, output, error, cause } = await at.call('DescribeExecution', { executionArn });
  return {
    status,
    error,
    cause,
    output: typeof output === 'string' ? JSON.parse(output) : undefined,
    types: at.stepFunctions.history(executionArn).map((event) => event.type),
    arn: executionArn,
  };
}

/** A machine of one state. */
export function only(state: object): object {
  return { StartAt: 'Only', States: { Only: { End: true, ...state } } };
}

/** A Task that invokes `name` with `payload`. */
export function task(name: string, rest: object = {}, payload: unknown = '{% $states.input %}'): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: name, Payload: payload },
    Output: '{% $states.result.Payload %}',
    ...rest,
  };
}
