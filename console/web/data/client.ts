import { hc } from 'hono/client';
import type { Actions } from '../../server/actions';
import type { Queries } from '../../server/queries';
import { answerOfReport, isReport } from './report';

const base = '/api';

/** Of a report, no request leaves the page. */
const recorded: typeof fetch = async (input) => answerOfReport(String(input).slice(base.length));

export const client = hc<Queries>(base, isReport ? { fetch: recorded } : {});

export const actions = hc<Actions>(base, {
  headers: { 'x-lakeferry-action': '1', 'content-type': 'application/json' },
});

/** Refusal or failure, in the words of the command line. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';

  constructor(
    readonly code: string,
    message: string,
    readonly fix: string | undefined,
  ) {
    super(message);
  }
}

interface Answer<T> {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<T>;
}

/** Content of an answer. Throws an `AnswerError` for any other than a good one. */
export async function contentOf<T>(sent: Promise<Answer<T>>): Promise<T> {
  const answer = await sent.catch((error: unknown): never => {
    throw new AnswerError(
      'stopped',
      `the console does not answer (${String(error)})`,
      'run lakeferry console',
    );
  });
  if (answer.ok) return answer.json();
  const { code, message, fix } = textOf(await answer.json().catch(() => undefined));
  throw new AnswerError(code ?? 'unexpected', message ?? `the console answers ${answer.status}`, fix);
}

function textOf(body: unknown): { readonly code?: string; readonly message?: string; readonly fix?: string } {
  return typeof body === 'object' && body !== null ? body : {};
}
