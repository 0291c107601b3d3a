import { AwsError } from '@lakeferry/local-cloud/service';
import type { Random } from '../../random';
import type { CallLog } from '../call-log';
import type { VirtualClock } from '../virtual-clock';
import type { Call, Intercept } from './call';
import { retryDelay, sdkError } from './failures';

/** Whoever sends requests: an invocation of a function, or an actor. */
export interface Caller {
  readonly by: string;
  /** 0 for an actor. */
  readonly invocation: number;
  /** Number of calls so far. */
  calls: number;
  /** True when the process has died or its invocation is over: it gets no response any more. */
  isOver(): boolean;
  /** Ends the process now. */
  die(): void;
}

/** A request's effect, and how a fault changes its response. */
export interface Performance<Answer> {
  readonly perform: (input: object) => Answer | Promise<Answer>;
  readonly changed: (answer: Answer, change: (answer: unknown) => unknown) => Answer;
}

export interface SeamParts {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly log: CallLog;
  readonly intercept: Intercept;
  /** Throws the service's error for a request that the role of the caller does not allow. */
  readonly authorize: (caller: string, service: string, operation: string, input: object) => void;
}

/** Milliseconds that a request takes to the service. */
const [fastest, slowest] = [4, 30];

/** Place where requests of functions leave them: delays, faults, permissions and the log. */
export class Seam {
  readonly #random: Random;

  constructor(private readonly parts: SeamParts) {
    this.#random = parts.random.fork('seam');
  }

  /**
   * Sends a request, with the attempts of the SDK. Never settles for a caller that is over. Rejects with
   * errors as the SDK throws them.
   */
  async send<Answer>(
    caller: Caller,
    service: string,
    operation: string,
    input: object,
    { perform, changed }: Performance<Answer>,
  ): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const sent = await this.#attempt(caller, { service, operation, input, attempt }, perform, changed);
      if ('answer' in sent) return sent.answer;
      const delay = retryDelay(sent.error, attempt);
      if (delay === undefined) throw sent.error;
      await this.parts.clock.sleep(Math.ceil(delay * this.#random.next()));
    }
  }

  async #attempt<Answer>(
    caller: Caller,
    sent: Pick<Call, 'service' | 'operation' | 'input' | 'attempt'>,
    perform: Performance<Answer>['perform'],
    changed: Performance<Answer>['changed'],
  ): Promise<{ readonly answer: Answer } | { readonly error: unknown }> {
    const { clock, intercept } = this.parts;
    if (caller.isOver()) return never();
    caller.calls += 1;
    const { by, invocation, calls: place } = caller;
    const call: Call = { at: clock.milliseconds, by, invocation, place, ...sent };
    const fault = intercept(call) ?? {};
    if (fault.death === 'before') {
      this.#note(call, 'died before');
      caller.die();
      return never();
    }
    // A request that is on its way arrives, also when its sender dies meanwhile.
    await clock.sleep(this.#random.between(fastest, slowest) + (fault.delay ?? 0));
    const result = await this.#effect(
      call,
      perform,
      fault.refuse === undefined ? undefined : sdkError(fault.refuse),
    );
    if (fault.answerDelay !== undefined) await clock.sleep(fault.answerDelay);
    if (fault.death === 'after') {
      this.#note(call, 'died after');
      caller.die();
    }
    if (caller.isOver()) return never();
    if ('error' in result) return result;
    if (fault.lose !== undefined) {
      this.#note(call, `lost the response: ${fault.lose.name}`);
      return { error: sdkError(fault.lose) };
    }
    if (fault.change === undefined) return result;
    this.#note(call, 'got another response');
    return { answer: changed(result.answer, fault.change) };
  }

  async #effect<Answer>(
    call: Call,
    perform: Performance<Answer>['perform'],
    refusal: Error | undefined,
  ): Promise<{ readonly answer: Answer } | { readonly error: unknown }> {
    try {
      if (refusal !== undefined) throw refusal;
      this.parts.authorize(call.by, call.service, call.operation, call.input);
      const answer = await perform(call.input);
      this.#note(call, 'ok');
      return { answer };
    } catch (error) {
      const known = error instanceof AwsError ? errorOf(error) : error;
      this.#note(call, known instanceof Error ? known.name : String(known));
      return { error: known };
    }
  }

  #note({ by, invocation, service, operation, input, attempt }: Call, outcome: string): void {
    const again = attempt === 1 ? '' : ` again ${attempt}`;
    this.parts.log.add(`${by}#${invocation} ${service}:${operation} ${subjectOf(input)}${again}: ${outcome}`);
  }
}

function errorOf({ code, message, statusCode }: AwsError): Error {
  return sdkError({ name: code, message, status: statusCode });
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** First text in a request, for people who read the log. */
function subjectOf(input: unknown): string {
  if (typeof input === 'string' || typeof input === 'number') return String(input);
  if (typeof input !== 'object' || input === null) return '';
  if ('pk' in input && 'sk' in input) return `${input.pk} ${input.sk}`;
  for (const member of Object.values(input)) {
    const subject = subjectOf(member);
    if (subject !== '') return subject;
  }
  return '';
}
