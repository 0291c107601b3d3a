import type { Server } from 'node:http';
import dynalite from 'dynalite';
import { isInput } from '../gateway/input';
import { AwsError, type Input } from '../service';
import { compareDocumentsByContent } from './compare-documents';
import { DirectRequest, DirectResponse } from './direct-request';

// dynalite keeps each value as a Buffer. A small one that is cut out of Node's shared slabs of 8 KiB keeps
// its whole slab: memory then grew three times as fast as the tables.
Buffer.poolSize = 0;

compareDocumentsByContent();

const headers = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260101T000000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=gateway/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
};

/**
 * dynalite in this process, with tables in memory. It is built as a web server, and called here without a
 * socket: two more writes to the loopback per call were a third of the cost of a run.
 */
export class DynaliteClient {
  readonly #server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  readonly #asked = new Set<Promise<unknown>>();

  /** Runs one operation. DynamoDB's own errors are thrown as AwsError. */
  async call(operation: string, input: Input): Promise<Input> {
    const asked = this.#post(operation, JSON.stringify(input));
    this.#asked.add(asked);
    const { statusCode, body } = await asked.finally(() => this.#asked.delete(asked));
    const answer: unknown = JSON.parse(body);
    if (!isInput(answer)) throw new Error(`dynalite answered ${operation} with ${body}`);
    if (statusCode === 200) return answer;
    const { __type: type, message, Message, ...members } = answer;
    const code = String(type ?? 'InternalFailure');
    throw new AwsError(
      code.slice(code.indexOf('#') + 1),
      String(message ?? Message ?? code),
      statusCode,
      members,
    );
  }

  /** Resolves when every requested operation is answered. */
  async settle(): Promise<void> {
    while (this.#asked.size > 0) await Promise.all(this.#asked);
  }

  #post(operation: string, body: string): Promise<{ statusCode: number; body: string }> {
    return new Promise((resolve) => {
      const request = new DirectRequest({ ...headers, 'x-amz-target': `DynamoDB_20120810.${operation}` });
      this.#server.emit('request', request, new DirectResponse(resolve));
      request.send(body);
    });
  }
}
