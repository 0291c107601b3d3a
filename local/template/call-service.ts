import { type Clock, DrivenClock, sleep } from '../clock';
import { operatorCredentials } from '../gateway/callers';
import { isInput } from '../gateway/input';
import { AwsError, type Caller, type Input, type JsonService } from '../service';
import { unsupported } from '../unsupported';
import { TemplateError } from './handler';

const operator: Caller = {
  accessKeyId: operatorCredentials.accessKeyId,
  principalArn: 'arn:aws:iam::000000000000:role/cdk-exec-role',
};

/** Performs an operation of a service in this process, as CloudFormation would. */
export async function callService(service: JsonService, operation: string, input: Input): Promise<Input> {
  const run = Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
  if (run === undefined) throw new TemplateError(unsupported(`${service.name}:${operation}`));
  const answer = await run(input, operator);
  return isInput(answer) ? answer : {};
}

/**
 * Performs an operation as `callService` does, and waits while the service throttles, as CloudFormation does
 * for DMS (docs/pitfalls.md#api-throttling).
 */
export async function callPatiently(
  service: JsonService,
  clock: Clock,
  operation: string,
  input: Input,
): Promise<Input> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await callService(service, operation, input);
    } catch (cause) {
      const throttled = cause instanceof AwsError && cause.code.startsWith('Throttling');
      if (!throttled || tries === 600) throw cause;
      if (clock instanceof DrivenClock) await clock.advance(1000);
      else await sleep(clock, 200);
    }
  }
}

/**
 * Result of `creating`. Undefined when an interrupted creation had come so far that it is refused as `code`.
 */
export async function unlessThere(
  interrupted: boolean,
  creating: Promise<Input>,
  code: string,
): Promise<Input | undefined> {
  try {
    return await creating;
  } catch (cause) {
    if (interrupted && cause instanceof AwsError && cause.code === code) return undefined;
    throw cause;
  }
}
