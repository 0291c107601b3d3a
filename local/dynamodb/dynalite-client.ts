import { Agent, request, type Server } from 'node:http';
import dynalite from 'dynalite';
import { isInput } from '../gateway/input';
import { AwsError, type Input } from '../service';

/** dynalite in this process, on a loopback port of its own that only the gateway speaks to; tables are in memory. */
export class DynaliteClient {
  readonly #server: Server;
  readonly #port: Promise<number>;
  readonly #agent = new Agent({ keepAlive: true });

  constructor() {
    this.#server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    // The agent below keeps its connections; the server must not close one just as it is used again.
    this.#server.keepAliveTimeout = 0;
    this.#port = new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address();
        if (typeof address === 'object' && address !== null) resolve(address.port);
      });
    });
  }

  /** Runs one operation; DynamoDB's own errors come back as AwsError. */
  async call(operation: string, input: Input): Promise<Input> {
    const { statusCode, body } = await this.#post(await this.#port, operation, JSON.stringify(input));
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

  #post(port: number, operation: string, body: string): Promise<{ statusCode: number; body: string }> {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=gateway/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    };
    return new Promise((resolve, reject) => {
      const call = request({ port, method: 'POST', headers, agent: this.#agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ statusCode: response.statusCode ?? 500, body: Buffer.concat(chunks).toString() }),
        );
        response.on('error', reject);
      });
      call.on('error', reject);
      call.end(body);
    });
  }

  async stop(): Promise<void> {
    await this.#port;
    this.#agent.destroy();
    await new Promise((resolve) => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }
}
