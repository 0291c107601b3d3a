import { AwsError } from '../service';

export type TaskAnswer =
  | { readonly kind: 'success'; readonly output: string }
  | { readonly kind: 'failure'; readonly error: string; readonly cause: string | undefined };

export interface WaitingTask {
  answer(answer: TaskAnswer): void;
  heartbeat(): void;
}

const shape = /^LAKEFERRY\.[0-9a-f-]{36}$/;

/** Number of closed tokens that are kept, so that a late answer differs from one with a wrong token. */
export const keptClosedTokens = 10_000;

/** Issued tokens. A closed token stays known for a while. */
export class TaskTokens {
  readonly #tasks = new Map<string, WaitingTask>();
  /** Oldest first. */
  readonly #closed = new Set<string>();

  constructor(private readonly uuid: () => string) {}

  issue(): string {
    const token = `LAKEFERRY.${this.uuid()}`;
    this.close(token);
    return token;
  }

  open(token: string, task: WaitingTask): void {
    this.#closed.delete(token);
    this.#tasks.set(token, task);
  }

  close(token: string): void {
    this.#tasks.delete(token);
    this.#closed.add(token);
    const [oldest] = this.#closed;
    if (oldest !== undefined && this.#closed.size > keptClosedTokens) this.#closed.delete(oldest);
  }

  /** Task that waits for `token`. Throws the API's error when none does. */
  waiting(token: string): WaitingTask {
    if (!shape.test(token)) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
    const task = this.#tasks.get(token);
    if (task !== undefined) return task;
    if (this.#closed.has(token))
      throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    throw new AwsError('TaskDoesNotExist', "Task does not exist: 'this local cloud never issued that token'");
  }
}
