import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { LocalCloudAddress } from '../environment/local-cloud-address';
import { wrongUse } from '../errors/exit-codes';

/** Request of `lakeferry local deploy` to the process of the local cloud. The folder of the configuration is absolute. */
const DeployRequest = z.object({ configFolder: z.string() });

const DeployAnswer = z.object({ problem: z.optional(z.string()) });

type DeployAddress = NonNullable<LocalCloudAddress['deployments']>;

const host = '127.0.0.1';
const longestRequest = 10_000;

/**
 * Takes requests to deploy a configuration, one after the other. A request needs the token of the address file, which only its
 * owner can read, so that no web page can send one.
 */
export async function serveDeployments(
  deploy: (configFolder: string) => Promise<void>,
): Promise<{ readonly address: DeployAddress; close(): void }> {
  const token = randomBytes(16).toString('hex');
  let before: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    const end = (status: number, answer: z.infer<typeof DeployAnswer>): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    };
    if (request.method !== 'POST' || request.headers.authorization !== `Bearer ${token}`) {
      end(403, { problem: 'the request does not have the token of the address file' });
      return;
    }
    const work = before.then(async () => await deploy(await folderOf(request)));
    before = work.catch(() => undefined);
    work.then(
      () => end(200, {}),
      (error: unknown) => end(500, { problem: error instanceof Error ? error.message : String(error) }),
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

/** Has the process of the local cloud deploy a configuration. Returns the problem that it met. */
export async function requestDeployment(
  { url, token }: DeployAddress,
  configFolder: string,
): Promise<string | undefined> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ configFolder }),
  }).catch((cause: unknown): never => {
    throw wrongUse('the local cloud ended before everything was deployed', {
      fix: 'run "lakeferry local up" for a new one',
      cause,
    });
  });
  return DeployAnswer.parse(await response.json()).problem;
}
