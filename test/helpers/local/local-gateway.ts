import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudContext, CloudEvent, Service } from '@lakeferry/local-cloud';
import { type Clock, SystemClock } from '@lakeferry/local-cloud/clock';
import { Callers, type Gateway, operatorCredentials, startGateway } from '@lakeferry/local-cloud/gateway';

export interface TestGateway {
  readonly context: CloudContext;
  readonly gateway: Gateway;
  readonly callers: Callers;
  readonly events: CloudEvent[];
  readonly logs: string[];
  /** Options of an SDK client that calls as the operator. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: typeof operatorCredentials;
  };
  stop(): Promise<void>;
}

/** Opens a gateway on a free port with the services that `make` returns, on a data folder of its own. */
export async function startTestGateway(
  make: (context: CloudContext) => readonly Service[],
  clock: Clock = new SystemClock(),
): Promise<TestGateway> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'lakeferry-test-'));
  const events: CloudEvent[] = [];
  const logs: string[] = [];
  const context: CloudContext = {
    clock,
    account: '000000000000',
    region: 'eu-west-1',
    dataFolder,
    publishEvent: (event) => void events.push(event),
    log: (line) => void logs.push(line),
  };
  const callers = new Callers(context.account);
  const gateway = await startGateway({ context, callers, services: make(context) });
  return {
    context,
    gateway,
    callers,
    events,
    logs,
    client: { endpoint: gateway.url, region: context.region, credentials: operatorCredentials },
    stop: async () => {
      await gateway.stop(0);
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
