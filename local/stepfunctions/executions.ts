import { AwsError, type CloudContext, type InvokeFunction } from '../service';
import { Execution } from './execution';
import { History } from './history';
import type { Chance } from './jsonata-functions';
import type { StateMachine } from './state-machines';
import { type HeartbeatError, payloadLimit } from './states-error';
import { notRedrivableBecause } from './redrive';
import { statusEvent } from './status-event';
import type { TaskTokens } from './task-tokens';

export interface StartExecutionInput {
  readonly stateMachineArn: string;
  /** Absent: a new UUID. */
  readonly name?: string | undefined;
  /** JSON text. Absent: `{}`. */
  readonly input?: string | undefined;
}

export interface ExecutionParts {
  readonly chance: Chance;
  readonly invokeFunction: InvokeFunction;
  readonly tokens: TaskTokens;
  readonly heartbeatError: HeartbeatError;
}

// Whitespace, brackets, wildcards, special and control characters: API_StartExecution.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what the rule forbids
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

/**
 * Number of ended executions that are kept, with their histories. AWS forgets them after 90 days
 * (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html). Here the oldest are forgotten,
 * so that a cloud that runs for weeks does not grow.
 */
export const keptEndedExecutions = 1_000;

/** Executions by ARN: the running ones, and the newest ended ones. */
export class Executions {
  readonly #executions = new Map<string, Execution>();
  readonly #running = new Map<string, Execution>();
  /** In the order in which they ended. */
  readonly #ended = new Set<string>();
  #halted = false;

  constructor(
    private readonly context: CloudContext,
    private readonly parts: ExecutionParts,
  ) {}

  start(machine: StateMachine, wanted: StartExecutionInput): Execution {
    const name = wanted.name ?? this.parts.chance.uuid();
    const input = wanted.input ?? '{}';
    if (name.length < 1 || name.length > 80 || forbidden.test(name))
      throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
    checkInput(input);
    const executionArn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const known = this.#executions.get(executionArn);
    if (known !== undefined) {
      if (known.status === 'RUNNING' && known.identity.input === input) return known;
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
    }
    const execution = this.#create(machine, executionArn, name, input);
    this.#executions.set(executionArn, execution);
    this.#running.set(executionArn, execution);
    this.context.publishEvent(statusEvent(execution));
    void execution.run();
    return execution;
  }

  /** Restarts an execution that did not succeed. Returns when. A repeated request has the answer of the first. */
  redrive(arn: string, token: string | undefined): Date {
    const execution = this.get(arn);
    const before = token === undefined ? undefined : execution.redriveOf(token);
    if (before !== undefined) return before;
    const reason = notRedrivableBecause(execution);
    if (reason !== undefined) throw new AwsError('ExecutionNotRedrivable', reason);
    const at = execution.redrive(token);
    this.#ended.delete(arn);
    this.#running.set(arn, execution);
    this.context.publishEvent(statusEvent(execution));
    void execution.run();
    return at;
  }

  get(arn: string): Execution {
    if (!arn.startsWith('arn:')) throw new AwsError('InvalidArn', `Invalid Arn: '${arn}'`);
    const execution = this.#executions.get(arn);
    if (execution === undefined)
      throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  }

  /** Executions of a state machine, newest first. */
  of(stateMachineArn: string): Execution[] {
    return [...this.#executions.values()]
      .filter((execution) => execution.identity.stateMachineArn === stateMachineArn)
      .reverse();
  }

  running(): Execution[] {
    return [...this.#running.values()];
  }

  halt(): void {
    this.#halted = true;
    for (const execution of this.running()) execution.halt();
  }

  #retire(executionArn: string): void {
    this.#running.delete(executionArn);
    this.#ended.add(executionArn);
    const [oldest] = this.#ended;
    if (oldest === undefined || this.#ended.size <= keptEndedExecutions) return;
    this.#ended.delete(oldest);
    this.#executions.delete(oldest);
  }

  #create(machine: StateMachine, executionArn: string, name: string, input: string): Execution {
    const { clock, region } = this.context;
    const startDate = clock.now();
    const context = {
      Execution: {
        Id: executionArn,
        Input: JSON.parse(input),
        Name: name,
        RoleArn: machine.roleArn,
        StartTime: startDate.toISOString(),
        RedriveCount: 0,
      },
      StateMachine: { Id: machine.arn, Name: machine.name },
    };
    const history = new History(() => clock.now());
    const caller = { roleArn: machine.roleArn, sourceArn: machine.arn };
    return new Execution(
      {
        executionArn,
        stateMachineArn: machine.arn,
        name,
        input,
        startDate,
        roleArn: machine.roleArn,
        definition: machine.definition,
        definitionText: machine.definitionText,
      },
      { clock, region, ...this.parts, history, context, transitions: 0, caller },
      (ended) => {
        this.#retire(executionArn);
        if (!this.#halted) this.context.publishEvent(statusEvent(ended));
      },
    );
  }
}

function checkInput(input: string): void {
  if (Buffer.byteLength(input) > payloadLimit)
    throw new AwsError('ValidationException', `input is longer than ${payloadLimit} bytes`);
  try {
    JSON.parse(input);
  } catch {
    throw new AwsError('InvalidExecutionInput', "Invalid State Machine Execution Input: 'it is not JSON'");
  }
}
