import { StatesError } from './states-error';

/** Event as in GetExecutionHistory, except for the timestamp: milliseconds here, seconds on the wire. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  readonly [details: `${string}EventDetails`]: Readonly<Record<string, unknown>>;
}

/** Hard limit: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const historyLimit = 25_000;

/** Events of one execution, numbered from 1. */
export class History {
  readonly #events: HistoryEvent[] = [];

  constructor(private readonly now: () => Date) {}

  get events(): readonly HistoryEvent[] {
    return this.#events;
  }

  get lastId(): number {
    return this.#events.length;
  }

  /**
   * Appends an event and returns its ID. Throws States.Runtime when only the place of the last event is left.
   */
  add(type: string, previousEventId: number, details?: Readonly<Record<string, unknown>>): number {
    if (this.#events.length >= historyLimit - 1)
      throw new StatesError(
        'States.Runtime',
        `The execution reached the maximum number of history events (${historyLimit}).`,
      );
    return this.#append(type, previousEventId, details);
  }

  /** Appends the event that ends the execution. It always has a place. */
  end(type: string, previousEventId: number, details: Readonly<Record<string, unknown>>): void {
    this.#append(type, previousEventId, details);
  }

  #append(type: string, previousEventId: number, details?: Readonly<Record<string, unknown>>): number {
    const id = this.#events.length + 1;
    const event = { id, previousEventId, timestamp: this.now().getTime(), type };
    this.#events.push(
      details === undefined ? event : { ...event, [`${detailsName(type)}EventDetails`]: details },
    );
    return id;
  }
}

function detailsName(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEntered';
  if (type.endsWith('StateExited')) return 'stateExited';
  return type.charAt(0).toLowerCase() + type.slice(1);
}

/** Payload of an event: JSON text, never truncated here. */
export function payload(name: 'input' | 'output', value: unknown): Record<string, unknown> {
  return { [name]: JSON.stringify(value), [`${name}Details`]: { truncated: false } };
}
