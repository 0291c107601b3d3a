import { z } from 'zod';
import { AwsError, FunctionError } from '../service';
import type { Json } from './json';
import { StatesError } from './states-error';
import type { TaskCall } from './task-attempt';
import { type TaskEvents, taskEvents } from './task-events';
import type { Frame } from './visit';

const InvokeParameters = z.strictObject({
  FunctionName: z.string().min(1),
  Payload: z.json().default({}),
  InvocationType: z.literal('RequestResponse').optional(),
});

/** Arguments of `lambda:invoke`, or the problem with them. */
export function invokeRequest(parameters: Json): TaskCall['request'] | { readonly problem: string } {
  const parsed = InvokeParameters.safeParse(parameters);
  if (parsed.success) return { functionName: parsed.data.FunctionName, payload: parsed.data.Payload };
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`.trim());
  return { problem: `The arguments of lambda:invoke are not supported: ${problems.join('; ')}.` };
}

/**
 * Invokes the function and waits for the end of the attempt: its result, that of the token, or a timeout.
 * Throws StatesError.
 */
export async function runCall(frame: Frame, call: TaskCall): Promise<Json> {
  const events = taskEvents(frame, call);
  events.scheduled();
  events.started();
  try {
    const result = await settled(frame, call, events);
    events.succeeded(result);
    return result;
  } catch (error) {
    if (error instanceof StatesError) events.failed(error);
    throw error;
  }
}

function settled(frame: Frame, call: TaskCall, events: TaskEvents): Promise<Json> {
  const { clock, tokens, heartbeatError } = frame.machine;
  const { token } = call;
  return frame.cancellation.wait<Json>((resolve, reject) => {
    const timers: (() => void)[] = [];
    const startTimer = (seconds: number | undefined, error: string): (() => void) => {
      if (seconds === undefined) return () => undefined;
      const at = new Date(clock.now().getTime() + seconds * 1000);
      const cancel = clock.schedule(at, () => reject(new StatesError(error)));
      timers.push(cancel);
      return cancel;
    };
    const startHeartbeat = (): (() => void) => startTimer(call.heartbeatSeconds, heartbeatError);
    startTimer(call.timeoutSeconds, 'States.Timeout');
    let over = false;
    if (token !== undefined) {
      let cancelHeartbeat = startHeartbeat();
      tokens.open(token, {
        answer: (answer) => {
          tokens.close(token);
          if (answer.kind === 'success') resolve(JSON.parse(answer.output));
          else reject(new StatesError(answer.error, answer.cause));
        },
        heartbeat: () => {
          cancelHeartbeat();
          cancelHeartbeat = startHeartbeat();
        },
      });
    }
    invoke(frame, call)
      .then((result) => {
        if (over) return;
        if (token === undefined) resolve(result);
        else events.submitted(result);
      })
      .catch(reject);
    return () => {
      over = true;
      for (const cancel of timers) cancel();
      if (token !== undefined) tokens.close(token);
    };
  });
}

async function invoke(frame: Frame, call: TaskCall): Promise<Json> {
  const { clock, chance, invokeFunction, caller } = frame.machine;
  const { functionName, payload: input } = call.request;
  try {
    const answer = await clock.track(invokeFunction(functionName, input, caller));
    const result: Json = JSON.parse(JSON.stringify(answer ?? null));
    return call.integration.kind === 'function' ? result : asInvokeResult(result, chance.uuid());
  } catch (error) {
    throw asStatesError(error);
  }
}

function asInvokeResult(result: Json, requestId: string): Json {
  const length = String(Buffer.byteLength(JSON.stringify(result)));
  const headers = {
    'Content-Length': length,
    'Content-Type': 'application/json',
    'x-amzn-RequestId': requestId,
  };
  return {
    ExecutedVersion: '$LATEST',
    Payload: result,
    SdkHttpMetadata: { HttpHeaders: headers, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: 200,
  };
}

function asStatesError(error: unknown): StatesError {
  if (error instanceof FunctionError) {
    const { errorMessage, errorType, stackTrace: trace } = error;
    return new StatesError(errorType, JSON.stringify({ errorMessage, errorType, trace }));
  }
  if (error instanceof AwsError) return new StatesError(`Lambda.${error.code}`, error.message);
  return new StatesError('Lambda.Unknown', error instanceof Error ? error.message : String(error));
}
