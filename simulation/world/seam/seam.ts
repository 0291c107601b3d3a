import { AwsError } from '@lakeferry/local-cloud/service';
import type { Random } from '../../random';
import type { CallLog } from '../call-log';
import type { VirtualClock } from '../virtual-clock';
import type { Call, Fault, Intercept } from './call';
import { retryDelay, sdkError } from './failures';

/** Whoever sends requests: an invocation of a function, or an actor. */
export interface Caller {
  readonly by: string;
  /** 0 for an actor. */
  readonly invocation: number;
  /** Number of calls so far. */
  calls: number;
  /** Those of them that DMS got. */
  dmsCalls: number;
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
   * Sends a request, with the attempts of the SDK. Never settles for a caller that is over. Rejects with errors as the SDK throws
   * them.
   */
  async send<Answer>(
    caller: Caller,
    service: string,
    operation: string,
    input: object,
    { perform, changed }: Performance<Answer>,
  ): Promise<Answer> {
    const { clock, intercept } = this.parts;
    for (let attempt = 1; ; attempt += 1) {
      if (caller.isOver()) return never();
      caller.calls += 1;
      if (service === 'dms') caller.dmsCalls += 1;
      const { by, invocation, calls: place } = caller;
      const call: Call = {
        at: clock.milliseconds,
        by,
        invocation,
        place,
        attempt,
        service,
        operation,
        input,
      };
      const fault = intercept(call);
      if (fault?.death === 'before') {
        this.#note(call, 'died before');
        caller.die();
        return never();
      }
      // A request that is on its way arrives, also when its sender dies meanwhile.
      await clock.sleep(this.#random.between(fastest, slowest) + (fault?.delay ?? 0));
      let sent: { readonly answer: Answer } | undefined;
      let failure: unknown;
      try {
        if (fault?.refuse !== undefined) throw sdkError(fault.refuse);
        this.parts.authorize(by, service, operation, input);
        const result = perform(input);
        sent = { answer: result instanceof Promise ? await result : result };
        this.#note(call, 'ok');
      } catch (error) {
        failure = error instanceof AwsError ? errorOf(error) : error;
        this.#note(call, failure instanceof Error ? failure.name : String(failure));
      }
      if (fault !== undefined) {
        failure = (await this.#afterwards(caller, call, fault)) ?? failure;
        if (sent !== undefined && fault.change !== undefined)
          sent = { answer: changed(sent.answer, fault.change) };
      }
      if (caller.isOver()) return never();
      if (failure === undefined && sent !== undefined) return sent.answer;
      const delay = retryDelay(failure, attempt);
      if (delay === undefined) throw failure;
      await clock.sleep(Math.ceil(delay * this.#random.next()));
    }
  }

  /** Does what a fault does after the effect. Returns the error that arrives instead of the response. */
  async #afterwards(caller: Caller, call: Call, fault: Fault): Promise<Error | undefined> {
    if (fault.answerDelay !== undefined) await this.parts.clock.sleep(fault.answerDelay);
    if (fault.death === 'after') {
      this.#note(call, 'died after');
      caller.die();
    }
    if (fault.change !== undefined) this.#note(call, 'got another response');
    if (fault.lose === undefined) return undefined;
    this.#note(call, `lost the response: ${fault.lose.name}`);
    return sdkError(fault.lose);
  }

  #note({ by, invocation, service, operation, input, attempt }: Call, outcome: string): void {
    // Only texts are kept: the inputs of a day would fill the memory.
    const subject = subjectOf(input);
    const again = attempt === 1 ? '' : ` again ${attempt}`;
    this.parts.log.add(() => `${by}#${invocation} ${service}:${operation} ${subject}${again}: ${outcome}`);
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
