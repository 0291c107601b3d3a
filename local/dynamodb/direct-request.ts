import { EventEmitter } from 'node:events';

/** What a handler of `http.Server` reads of a POST to `/`. */
export class DirectRequest extends EventEmitter {
  readonly method = 'POST';
  readonly url = '/';

  constructor(readonly headers: Readonly<Record<string, string>>) {
    super();
  }

  send(body: string): void {
    this.emit('data', Buffer.from(body));
    this.emit('end');
  }
}

/** What it writes its answer to; headers are of no interest here. */
export class DirectResponse {
  statusCode = 200;
  readonly #answered: (answer: { readonly statusCode: number; readonly body: string }) => void;

  constructor(answered: (answer: { readonly statusCode: number; readonly body: string }) => void) {
    this.#answered = answered;
  }

  setHeader(): void {}

  end(body = ''): void {
    this.#answered({ statusCode: this.statusCode, body });
  }
}
