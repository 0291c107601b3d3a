import { AwsError } from '../service';

export type TaskAnswer =
  | { readonly kind: 'success'; readonly output: string }
  | { readonly kind: 'failure'; readonly error: string; readonly cause: string | undefined };

export interface WaitingTask {
  answer(answer: TaskAnswer): void;
  heartbeat(): void;
}

const shape = /^LAKEFERRY\.[0-9a-f-]{36}$/;

/** Tokens that were given out. A closed one stays known, so that a late answer is told from a wrong one. */
export class TaskTokens {
  readonly #tasks = new Map<string, WaitingTask | 'closed'>();

  constructor(private readonly uuid: () => string) {}

  issue(): string {
    const token = `LAKEFERRY.${this.uuid()}`;
    this.#tasks.set(token, 'closed');
    return token;
  }

  open(token: string, task: WaitingTask): void {
    this.#tasks.set(token, task);
  }

  close(token: string): void {
    this.#tasks.set(token, 'closed');
  }

  /** The task that waits for `token`; throws what the API answers otherwise. */
  waiting(token: string): WaitingTask {
    if (!shape.test(token)) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
    const task = this.#tasks.get(token);
    if (task === undefined)
      throw new AwsError('TaskDoesNotExist', "Task does not exist: 'this local cloud never gave that token'");
    if (task === 'closed')
      throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    return task;
  }
}
