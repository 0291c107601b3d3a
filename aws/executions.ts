import {
  DescribeExecutionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { cutText, longestText } from '../core/cut-text';
import { executionNameOf, runIdOf } from '../core/runs/record/run-identity';
import type { RunInput } from '../core/runs/record/run-input';
import { errorName, toRunError } from './errors';
import { requestLimits } from './request-limits';

/** Delivery of an answer to a token. `gone`: no state waited for it any more. */
export type Delivery = 'delivered' | 'gone';

export interface ExecutionState {
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

export interface Executions {
  /** Starts a run and returns the execution's ARN. Repeating it while the run is open starts no second run. */
  start(stateMachineArn: string, input: RunInput): Promise<string>;
  /** Starts a run that may have been started before and even be over. Then it does nothing and returns `before`. */
  startOnce(stateMachineArn: string, input: RunInput): Promise<'started' | 'before'>;
  /** Undefined when Step Functions has no such execution. It keeps executions for 90 days. */
  describe(executionArn: string): Promise<ExecutionState | undefined>;
  /** Stops an execution. Nothing happens to one that is over or unknown. `error` and `cause` are for people. */
  stop(executionArn: string, error: string, cause: string): Promise<void>;
  succeed(token: string, output: unknown): Promise<Delivery>;
  fail(token: string, error: string, cause: string): Promise<Delivery>;
  heartbeat(token: string): Promise<Delivery>;
}

export function createExecutions(client = new SFNClient(requestLimits)): Executions {
  const begin = (stateMachineArn: string, input: RunInput) =>
    client.send(
      new StartExecutionCommand({
        stateMachineArn,
        name: executionNameOf(runIdOf(input)),
        input: JSON.stringify(input),
      }),
    );
  return {
    async start(stateMachineArn, input) {
      try {
        return (await begin(stateMachineArn, input)).executionArn ?? '';
      } catch (error) {
        throw toRunError(error, `starting a run of ${input.job}`);
      }
    },
    async startOnce(stateMachineArn, input) {
      try {
        await begin(stateMachineArn, input);
        return 'started';
      } catch (error) {
        if (errorName(error) === 'ExecutionAlreadyExists') return 'before';
        throw toRunError(error, `starting a run of ${input.job}`);
      }
    },
    async describe(executionArn) {
      try {
        const found = await client.send(new DescribeExecutionCommand({ executionArn }));
        return { status: found.status ?? 'RUNNING', error: found.error, cause: found.cause };
      } catch (error) {
        if (errorName(error) === 'ExecutionDoesNotExist') return undefined;
        throw toRunError(error, `describing the execution ${executionArn}`);
      }
    },
    async stop(executionArn, error, cause) {
      try {
        await client.send(
          new StopExecutionCommand({ executionArn, error, cause: cutText(cause, longestText) }),
        );
      } catch (failure) {
        if (errorName(failure) === 'ExecutionDoesNotExist') return;
        throw toRunError(failure, `stopping the execution ${executionArn}`);
      }
    },
    succeed: (token, output) =>
      answer(() =>
        client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) })),
      ),
    fail: (token, error, cause) =>
      answer(() =>
        client.send(
          new SendTaskFailureCommand({
            taskToken: token,
            error: error.slice(0, 256),
            cause: cutText(cause, longestText),
          }),
        ),
      ),
    heartbeat: (token) => answer(() => client.send(new SendTaskHeartbeatCommand({ taskToken: token }))),
  };
}

/** Answers a token. It is gone when its state timed out, missed a heartbeat or was answered, or its execution ended. */
async function answer(send: () => Promise<unknown>): Promise<Delivery> {
  try {
    await send();
    return 'delivered';
  } catch (error) {
    if (['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'].includes(errorName(error))) return 'gone';
    throw toRunError(error, 'answering a waiting state');
  }
}
