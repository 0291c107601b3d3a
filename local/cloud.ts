import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, SystemClock } from './clock';
import { openJournals } from './durable/journals';
import type { CallLog } from './gateway/call-log';
import { Callers, operatorCredentials } from './gateway/callers';
import type { BeforeCall } from './gateway/dispatch';
import { type Gateway, startGateway } from './gateway/gateway';
import type { CloudContext, Service } from './service';
import { createServices, type LocalServices, type ServiceOptions } from './services';
import { deploy } from './template/deploy';

/** The account, region and environment that the local cloud stands for. */
export const localAccount = '000000000000';
export const localRegion = 'eu-west-1';

export interface LocalCloudOptions extends ServiceOptions {
  /** A synthesized `cdk.out` to deploy at once; absent: services only. */
  readonly assembly?: string;
  /** 0 or absent: a free port. */
  readonly port?: number;
  /** Absent: the machine's time. */
  readonly clock?: Clock;
  /** Kept when the cloud goes down; absent: a folder under the system's temporary one that goes with it. */
  readonly dataFolder?: string;
  /** A cloud that starts on the data folder again goes on where this one was, however it ended. */
  readonly remembers?: boolean;
  /** Runs before each call through the port; what it throws is the answer. */
  readonly beforeCall?: BeforeCall;
  readonly log?: (line: string) => void;
}

export interface LocalCloud extends Omit<LocalServices, 'all' | 'authorize' | 'stop'> {
  /** AWS_ENDPOINT_URL for every client. */
  readonly url: string;
  readonly port: number;
  readonly region: string;
  /** For SDK clients that call as the person at the keyboard. */
  readonly operatorCredentials: typeof operatorCredentials;
  readonly context: CloudContext;
  /** What was called through the port. */
  readonly calls: CallLog;
  readonly callers: Callers;
  /** All that the port serves. */
  readonly services: readonly Service[];
  /** Deploys an assembly, or changes what is deployed into it. */
  deploy(assembly: string): Promise<void>;
  /** Takes everything down: timers, workers, loads, the port and, unless it was given, the data folder. */
  stop(): Promise<void>;
}

/** Starts the local cloud on one loopback port. Behaviour: local/BEHAVIOUR.md. */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'lakeferry-cloud-')));
  const journals = options.remembers === true ? openJournals(dataFolder) : undefined;
  const callers = new Callers(localAccount);
  let gateway: Gateway | undefined;
  const services = createServices(
    {
      clock: options.clock ?? new SystemClock(),
      account: localAccount,
      region: localRegion,
      dataFolder,
      ...(journals === undefined ? {} : { openJournal: journals.open }),
      log: options.log ?? (() => undefined),
    },
    callers,
    () => gateway?.url ?? '',
    options,
  );

  async function stop(): Promise<void> {
    await services.stop();
    await gateway?.stop();
    journals?.close();
    if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true });
  }

  try {
    const { context } = services;
    await services.dynamoDb.restored;
    gateway = await startGateway({
      context,
      callers,
      services: services.all,
      authorize: services.authorize,
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.beforeCall === undefined ? {} : { beforeCall: options.beforeCall }),
    });
    const cloud: LocalCloud = {
      ...services,
      url: gateway.url,
      port: gateway.port,
      region: localRegion,
      operatorCredentials,
      calls: gateway.calls,
      callers,
      services: services.all,
      deploy: (assembly) => deploy(assembly, services.stacks, services),
      stop,
    };
    if (options.assembly !== undefined) await cloud.deploy(options.assembly);
    return cloud;
  } catch (cause) {
    await stop();
    throw cause;
  }
}
