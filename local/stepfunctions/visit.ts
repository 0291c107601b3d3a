import type { Clock } from '../clock';
import type { CallingService, InvokeFunction } from '../service';
import type { Cancellation } from './cancellation';
import type { Block, State } from './definition/schema';
import { EvaluationError, evaluate } from './expressions';
import type { History } from './history';
import type { Json } from './json';
import type { Progress } from './progress';
import { additionalFunctions, type Chance } from './jsonata-functions';
import type { HeartbeatError } from './states-error';
import { checkSize, StatesError } from './states-error';
import type { TaskTokens } from './task-tokens';
import type { Variables } from './variables';

/** Parts that the states of an execution share. */
export interface Machine {
  readonly clock: Clock;
  readonly region: string;
  readonly chance: Chance;
  readonly invokeFunction: InvokeFunction;
  /** Identity with which functions are invoked. */
  readonly caller: CallingService;
  readonly tokens: TaskTokens;
  readonly heartbeatError: HeartbeatError;
  readonly history: History;
  /** `$states.context` without State, Task and Map. */
  context: { readonly [key: string]: Json };
  transitions: number;
}

/** Position of a machine, a branch or an iteration. */
export interface Frame {
  readonly machine: Machine;
  readonly cancellation: Cancellation;
  readonly variables: Variables;
  readonly progress: Progress;
  /** `$states.context.Map` inside an iteration. */
  readonly map?: Json;
  /** Latest event of the branch. */
  lastEventId: number;
}

/** One visit of a state. */
export interface Visit<S extends State = State> {
  readonly name: string;
  readonly state: S;
  readonly input: Json;
  readonly frame: Frame;
  readonly enteredTime: string;
  readonly retryCount: number;
}

export interface Outcome {
  readonly output: Json;
  readonly next: string | undefined;
  readonly assigned?: Readonly<Record<string, Json>>;
}

/** Runs the states of a block from StartAt to an end. The block passes it to its Map and Parallel states. */
export type RunBlock = (block: Block, input: Json, frame: Frame) => Promise<Json>;

/** Values that an expression can read besides input, context and variables. */
export interface Extra {
  readonly result?: Json;
  readonly errorOutput?: Json;
  readonly token?: string;
  readonly map?: Json;
}

/** Adds an event after the branch's latest one, and makes it the latest. */
export function record(frame: Frame, type: string, details?: Readonly<Record<string, unknown>>): void {
  frame.lastEventId = frame.machine.history.add(type, frame.lastEventId, details);
}

/**
 * Value of one field of a visited state. Throws States.QueryEvaluationError, and records it in the history.
 */
export async function fieldValue(
  visit: Visit,
  template: Json,
  field: string,
  extra: Extra = {},
): Promise<Json> {
  try {
    return await evaluate(template, bindings(visit, extra), field);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    throw queryError(visit, error.location, error.message);
  }
}

/** States.QueryEvaluationError of a field, after its event. */
export function queryError(visit: Visit, location: string, problem: string): StatesError {
  const error = 'States.QueryEvaluationError';
  const cause = `An error occurred while executing the state '${visit.name}'. ${problem}`;
  record(visit.frame, 'EvaluationFailed', { error, cause, location, state: visit.name });
  return new StatesError(error, cause);
}

function bindings(visit: Visit, extra: Extra): Record<string, unknown> {
  const { machine, variables, map } = visit.frame;
  const inMap = extra.map ?? map;
  const context = {
    ...machine.context,
    State: { Name: visit.name, EnteredTime: visit.enteredTime, RetryCount: visit.retryCount },
    ...(extra.token === undefined ? {} : { Task: { Token: extra.token } }),
    ...(inMap === undefined ? {} : { Map: inMap }),
  };
  const { result, errorOutput } = extra;
  return {
    ...additionalFunctions(machine.clock, machine.chance),
    ...variables.visible(),
    states: {
      input: visit.input,
      context,
      ...(result === undefined ? {} : { result }),
      ...(errorOutput === undefined ? {} : { errorOutput }),
    },
  };
}

interface Produces {
  readonly Assign?: Record<string, Json> | undefined;
  readonly Output?: Json | undefined;
}

/**
 * Evaluates Assign and Output at once, so neither sees the other's result. Without Output the output is
 * `otherwise`.
 */
export async function produce(
  visit: Visit,
  from: Produces,
  otherwise: Json,
  next: string | undefined,
  extra: Extra = {},
): Promise<Outcome> {
  const [assigned, output] = await Promise.all([
    from.Assign === undefined ? undefined : assignments(visit, from.Assign, extra),
    from.Output === undefined ? otherwise : fieldValue(visit, from.Output, '/Output', extra),
  ]);
  checkSize(output, visit.name, 'output');
  if (assigned === undefined) return { output, next };
  checkSize(assigned, visit.name, 'set of variables');
  return { output, next, assigned };
}

async function assignments(
  visit: Visit,
  assign: Record<string, Json>,
  extra: Extra,
): Promise<Record<string, Json>> {
  const entries = Object.entries(assign).map(
    async ([name, template]) => [name, await fieldValue(visit, template, `/Assign/${name}`, extra)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
