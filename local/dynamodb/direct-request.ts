import { EventEmitter } from 'node:events';

/** Part of a POST to `/` that a handler of `http.Server` reads. */
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

/** Receiver of the handler's response. Headers are ignored. */
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
