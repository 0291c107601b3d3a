/** Request of a function, or of another caller, to a service. */
export interface Call {
  /** Virtual time at which it was sent, in milliseconds since 1970. */
  readonly at: number;
  /** Such as `poll-tasks`, or the name of an actor. */
  readonly by: string;
  /** Number of the invocation, from 1, unique in the world. 0 for an actor. */
  readonly invocation: number;
  /** Number of the invocation's call, from 1. Attempts of the SDK count separately. */
  readonly place: number;
  /** Attempt of the SDK, from 1. */
  readonly attempt: number;
  /** SigV4 name, such as `dms`. */
  readonly service: string;
  readonly operation: string;
  readonly input: object;
}

/** Error that a service or the network returns. */
export interface Failure {
  /** Name of the error, such as `ThrottlingException`. */
  readonly name: string;
  readonly message?: string;
  /** HTTP status. Absent: 400. */
  readonly status?: number;
  /** Code of the network, such as `ECONNRESET`. */
  readonly code?: string;
}

/** Fault of one call. Members combine: delayed, performed, then the response is lost. */
export interface Fault {
  /** Milliseconds before the service gets the request, besides the usual ones. */
  readonly delay?: number;
  /** The service does not perform the request, and answers this. */
  readonly refuse?: Failure;
  /** Milliseconds between the effect and the response. */
  readonly answerDelay?: number;
  /** The service performs the request, and this arrives instead of the response. */
  readonly lose?: Failure;
  /** Changes the response: stale or partial ones. */
  readonly change?: (answer: unknown) => unknown;
  /** The process of the invocation dies before the request is sent, or after its effect. */
  readonly death?: 'before' | 'after';
}

/** Decides about the fault of a call. Undefined: none. */
export type Intercept = (call: Call) => Fault | undefined;
