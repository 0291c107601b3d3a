import { z } from 'zod';
import { parseRequest } from '../../parse-request';
import { AwsError, type Operation } from '../../service';
import { payloadLimit } from '../states-error';
import type { TaskTokens } from '../task-tokens';

const taskToken = z.string().min(1).max(2048);
const Success = z.strictObject({ taskToken, output: z.string() });
const Failure = z.strictObject({
  taskToken,
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});

export function taskOperations(tokens: TaskTokens): Record<string, Operation> {
  return {
    SendTaskSuccess: (input) => {
      const { taskToken: token, output } = parseRequest(Success, input);
      checkOutput(output);
      tokens.waiting(token).answer({ kind: 'success', output });
      return {};
    },
    SendTaskFailure: (input) => {
      const { taskToken: token, error, cause } = parseRequest(Failure, input);
      tokens.waiting(token).answer({ kind: 'failure', error: error ?? '', cause });
      return {};
    },
    SendTaskHeartbeat: (input) => {
      tokens.waiting(parseRequest(z.strictObject({ taskToken }), input).taskToken).heartbeat();
      return {};
    },
  };
}

function checkOutput(output: string): void {
  if (Buffer.byteLength(output) > payloadLimit)
    throw new AwsError('ValidationException', `output is longer than ${payloadLimit} bytes`);
  try {
    JSON.parse(output);
  } catch {
    throw new AwsError('InvalidOutput', "Invalid Output: 'it is not JSON'");
  }
}
