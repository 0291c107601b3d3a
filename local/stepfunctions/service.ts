import { newUuid } from '../new-uuid';
import type { CloudContext, InvokeFunction, JsonService } from '../service';
import { Executions, type StartExecutionInput } from './executions';
import type { HistoryEvent } from './history';
import { executionOperations } from './operations/executions';
import { machineOperations } from './operations/machines';
import { taskOperations } from './operations/tasks';
import { StateMachines } from './state-machines';
import type { HeartbeatError } from './states-error';
import { TaskTokens } from './task-tokens';

export interface StepFunctions extends JsonService {
  /** StartExecution of the API. Throws AwsError. */
  startExecution(input: StartExecutionInput): { readonly executionArn: string };
  /** States entered and retries: the transitions that AWS bills. */
  transitions(executionArn: string): number;
  history(executionArn: string): readonly HistoryEvent[];
  /** ARNs of running executions. */
  running(): readonly string[];
  /** Stops all executions without events. */
  stop(): Promise<void>;
}

export interface StepFunctionsOptions {
  readonly invokeFunction: InvokeFunction;
  /** Random number for jitter and `$random`, from 0 to below 1. */
  readonly random?: () => number;
  readonly uuid?: () => string;
  /** Absent: `States.HeartbeatTimeout`. */
  readonly heartbeatError?: HeartbeatError;
}

/** Local Step Functions, documented in local/stepfunctions/BEHAVIOUR.md. */
export function createStepFunctions(context: CloudContext, options: StepFunctionsOptions): StepFunctions {
  const uuid = options.uuid ?? (() => newUuid(context));
  const chance = { random: options.random ?? context.random ?? Math.random, uuid };
  const tokens = new TaskTokens(() => newUuid(context));
  const { clock, region, account } = context;
  const machines = new StateMachines(`arn:aws:states:${region}:${account}`, () => clock.now());
  const { invokeFunction, heartbeatError = 'States.HeartbeatTimeout' } = options;
  const executions = new Executions(context, { chance, invokeFunction, tokens, heartbeatError });
  return {
    protocol: 'json-1.0',
    name: 'states',
    targetPrefix: 'AWSStepFunctions',
    operations: {
      ...machineOperations(machines),
      ...executionOperations(machines, executions),
      ...taskOperations(tokens),
    },
    startExecution: (input) => executions.start(machines.get(input.stateMachineArn), input).identity,
    transitions: (executionArn) => executions.get(executionArn).machine.transitions,
    history: (executionArn) => executions.get(executionArn).machine.history.events,
    running: () => executions.running().map(({ identity }) => identity.executionArn),
    stop: async () => executions.halt(),
  };
}
