import { BranchStopped, Cancellation } from './cancellation';
import type { Definition } from './definition/schema';
import { payload } from './history';
import type { Json } from './json';
import { Progress } from './progress';
import { runBlock } from './run-block';
import { StatesError } from './states-error';
import { type Frame, type Machine, record } from './visit';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** Result of an execution. */
export interface Ending {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly stopDate: Date;
  /** JSON text. Present after success only. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

export interface ExecutionIdentity {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  /** JSON text as given. */
  readonly input: string;
  readonly startDate: Date;
  readonly roleArn: string;
  readonly definition: Definition;
  readonly definitionText: string;
}

/** API RedriveExecution: the tokens of the last ten redrives count, for 15 minutes. */
const keptRedriveTokens = 10;
const redriveTokensLast = 15 * 60_000;

/** One execution of a state machine. */
export class Execution {
  readonly #progress = new Progress();
  #cancellation = new Cancellation();
  #frame: Frame;
  #redrives: { readonly count: number; readonly at: Date | undefined } = { count: 0, at: undefined };
  /** Tokens of redrives, newest last. */
  readonly #redriveTokens: { readonly token: string; readonly at: Date }[] = [];
  #ending: Ending | undefined;

  constructor(
    readonly identity: ExecutionIdentity,
    readonly machine: Machine,
    private readonly onEnd: (execution: Execution) => void,
  ) {
    this.#frame = this.#newFrame(0);
  }

  get ending(): Ending | undefined {
    return this.#ending;
  }

  get status(): ExecutionStatus {
    return this.#ending?.status ?? 'RUNNING';
  }

  get redrives(): { readonly count: number; readonly at: Date | undefined } {
    return this.#redrives;
  }

  /** Date of the redrive that had this token, while the token is valid. */
  redriveOf(token: string): Date | undefined {
    const after = this.machine.clock.now().getTime() - redriveTokensLast;
    return this.#redriveTokens
      .slice(-keptRedriveTokens)
      .find((one) => one.token === token && one.at.getTime() >= after)?.at;
  }

  /** Makes an ended execution run again. `run` continues with the state that had not succeeded. */
  redrive(token: string | undefined): Date {
    const { machine } = this;
    const at = machine.clock.now();
    this.#redrives = { count: this.#redrives.count + 1, at };
    if (token !== undefined) this.#redriveTokens.push({ token, at });
    this.#ending = undefined;
    this.#cancellation = new Cancellation();
    this.#frame = this.#newFrame(machine.history.lastId);
    const { Execution: execution, ...context } = machine.context;
    machine.context = {
      ...context,
      Execution: { ...Object(execution), RedriveCount: this.#redrives.count, RedriveTime: at.toISOString() },
    };
    machine.transitions += 1;
    return at;
  }

  #newFrame(lastEventId: number): Frame {
    const { machine } = this;
    const progress = this.#progress;
    return {
      machine,
      cancellation: this.#cancellation,
      progress,
      variables: progress.variables,
      lastEventId,
    };
  }

  /** Resolves when the execution is over. Never rejects. */
  async run(): Promise<void> {
    const { machine, identity } = this;
    const { count } = this.#redrives;
    if (count > 0) record(this.#frame, 'ExecutionRedriven', { redriveCount: count });
    else
      machine.history.add('ExecutionStarted', 0, {
        input: identity.input,
        inputDetails: { truncated: false },
        roleArn: identity.roleArn,
      });
    const cancelTimeout = this.#startTimeout();
    try {
      const input: Json = JSON.parse(identity.input);
      const output = await runBlock(identity.definition, input, this.#frame);
      this.#end('SUCCEEDED', 'ExecutionSucceeded', payload('output', output), {
        output: JSON.stringify(output),
      });
    } catch (error) {
      if (!(error instanceof BranchStopped)) this.#fail(error);
    } finally {
      cancelTimeout();
    }
  }

  /** StopExecution. */
  abort(reason: { readonly error?: string; readonly cause?: string }): void {
    this.#end('ABORTED', 'ExecutionAborted', reason, reason);
    this.#cancellation.stop(new BranchStopped('execution'));
  }

  /** Stops without an entry in the history, because the cloud stops. */
  halt(): void {
    this.#cancellation.stop(new BranchStopped('execution'));
  }

  #startTimeout(): () => void {
    const seconds = this.identity.definition.TimeoutSeconds;
    if (seconds === undefined) return () => undefined;
    const from = this.#redrives.at ?? this.identity.startDate;
    const at = new Date(from.getTime() + seconds * 1000);
    return this.machine.clock.schedule(at, () => {
      const reason = { error: 'States.Timeout' };
      this.#end('TIMED_OUT', 'ExecutionTimedOut', reason, reason);
      this.#cancellation.stop(new BranchStopped('execution'));
    });
  }

  #fail(error: unknown): void {
    const known =
      error instanceof StatesError
        ? error
        : new StatesError(
            'States.Runtime',
            `the interpreter failed: ${error instanceof Error ? error.stack : error}`,
          );
    const reason = {
      ...(known.error === '' ? {} : { error: known.error }),
      ...(known.reason === undefined ? {} : { cause: known.reason }),
    };
    this.#end('FAILED', 'ExecutionFailed', reason, reason);
  }

  #end(
    status: Ending['status'],
    eventType: string,
    details: Readonly<Record<string, unknown>>,
    rest: Omit<Ending, 'status' | 'stopDate'>,
  ): void {
    if (this.#ending !== undefined) return;
    this.machine.history.end(eventType, this.#frame.lastEventId, details);
    this.#ending = { status, stopDate: this.machine.clock.now(), ...rest };
    this.onEnd(this);
  }
}
