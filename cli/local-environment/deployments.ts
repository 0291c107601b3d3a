import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { LocalCloudAddress } from '../environment/local-cloud-address';
import { wrongUse } from '../errors/exit-codes';

/** Request of `lakeferry local deploy` to the process of the local cloud. The folder of the configuration is absolute. */
const DeployRequest = z.object({ configFolder: z.string() });

/** Event of a stack or of one of its resources. */
const StackEvent = z.object({
  stack: z.string(),
  /** Logical ID. The stack's own events have its name. */
  resource: z.string(),
  type: z.string(),
  status: z.string(),
  reason: z.optional(z.string()),
});
export type StackEvent = z.infer<typeof StackEvent>;

/** Line of the answer: an event, or the last one, with the problem that the deployment met. */
const AnswerLine = z.object({ event: z.optional(StackEvent), problem: z.optional(z.string()) });

type DeployAddress = NonNullable<LocalCloudAddress['deployments']>;
type Report = (event: StackEvent) => void;

const host = '127.0.0.1';
const longestRequest = 10_000;
/** Time after which an empty line is sent. The client of Node gives up after five minutes without a byte. */
const aliveEvery = 60_000;

/**
 * Takes requests to deploy a configuration, one after the other. A request needs the token of the address file, which only its
 * owner can read, so that no web page can send one.
 */
export async function serveDeployments(
  deploy: (configFolder: string, report: Report) => Promise<void>,
): Promise<{ readonly address: DeployAddress; close(): void }> {
  const token = randomBytes(16).toString('hex');
  let before: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    const isAllowed = request.method === 'POST' && request.headers.authorization === `Bearer ${token}`;
    const send = (line: z.infer<typeof AnswerLine>): void => void response.write(`${JSON.stringify(line)}\n`);
    response.writeHead(isAllowed ? 200 : 403, { 'content-type': 'application/x-ndjson' });
    const alive = setInterval(() => response.write('\n'), aliveEvery).unref();
    const end = (problem?: string): void => {
      clearInterval(alive);
      send({ problem });
      response.end();
    };
    if (!isAllowed) {
      end('the request does not have the token of the address file');
      return;
    }
    response.flushHeaders();
    const work = before.then(async () => await deploy(await folderOf(request), (event) => send({ event })));
    before = work.catch(() => undefined);
    work.then(
      () => end(),
      (error: unknown) => end(error instanceof Error ? error.message : String(error)),
    );
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    address: { url: `http://${host}:${port}`, token },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
}

async function folderOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > longestRequest) throw new Error('the request is too long');
  }
  return DeployRequest.parse(JSON.parse(text)).configFolder;
}

/** Has the process of the local cloud deploy a configuration, and reports its events. Returns the problem that it met. */
export async function requestDeployment(
  { url, token }: DeployAddress,
  configFolder: string,
  report: Report = () => undefined,
): Promise<string | undefined> {
  const ended = (cause?: unknown): Error =>
    wrongUse('the local cloud ended before everything was deployed', {
      fix: 'run "lakeferry local up" for a new one',
      cause,
    });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ configFolder }),
    });
    for await (const line of linesOf(response)) {
      if (line === '') continue;
      const { event, problem } = AnswerLine.parse(JSON.parse(line));
      if (event === undefined) return problem;
      report(event);
    }
  } catch (cause) {
    throw ended(cause);
  }
  throw ended();
}

async function* linesOf({ body }: Response): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const [first = '', ...more] = chunk.split('\n');
    rest += first;
    for (const line of more) {
      yield rest;
      rest = line;
    }
  }
  // A cloud of an earlier version answers with one line without an end.
  yield rest;
}
