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
import { assertModels } from './service-models/check-calls';
import { createServices, type LocalServices, type ServiceOptions } from './services';
import { deploy } from './template/deploy';
import type { DeployOptions } from './template/deploy-stack';

/** Account, region and environment that the local cloud represents. */
export const localAccount = '000000000000';
export const localRegion = 'eu-west-1';

export interface LocalCloudOptions extends ServiceOptions {
  /** Synthesized `cdk.out` that is deployed at the start. Without it the cloud has services only. */
  readonly assembly?: string;
  /** Port to listen on. 0 or absent: a free port. */
  readonly port?: number;
  /** Absent: real time. */
  readonly clock?: Clock;
  /**
   * Folder for all data, kept when the cloud stops. Absent: a temporary folder that is removed with the
   * cloud.
   */
  readonly dataFolder?: string;
  /** Keeps state on the data folder: the next cloud on it continues from there, even after a crash. */
  readonly durable?: boolean;
  /** Runs before each call through the port. An error that it throws is the response. */
  readonly beforeCall?: BeforeCall;
  readonly log?: (line: string) => void;
}

export interface LocalCloud extends Omit<LocalServices, 'all' | 'authorize' | 'stop'> {
  /** Value of AWS_ENDPOINT_URL for every client. */
  readonly url: string;
  readonly port: number;
  readonly region: string;
  /** Credentials of the operator, for SDK clients outside the cloud. */
  readonly operatorCredentials: typeof operatorCredentials;
  readonly context: CloudContext;
  /** Calls that came through the port. */
  readonly calls: CallLog;
  readonly callers: Callers;
  /** Services behind the port. */
  readonly services: readonly Service[];
  /** Deploys an assembly, or updates what is deployed to match it. */
  deploy(assembly: string, options?: DeployOptions): Promise<void>;
  /** Stops timers, workers, loads and the port, and removes a temporary data folder. */
  stop(): Promise<void>;
}

/** Starts the local cloud on one loopback port. Its behaviour is documented in BEHAVIOUR.md. */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'lakeferry-cloud-')));
  const journals = options.durable === true ? openJournals(dataFolder) : undefined;
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
    assertModels(services.all);
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
      deploy: (assembly, how) => deploy(assembly, services.stacks, services, how),
      stop,
    };
    if (options.assembly !== undefined) await cloud.deploy(options.assembly);
    return cloud;
  } catch (cause) {
    await stop();
    throw cause;
  }
}
