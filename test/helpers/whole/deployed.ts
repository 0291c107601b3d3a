import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type LocalCloud,
  operatorCredentials,
  refusalSentence,
  startLocalCloud,
} from '@lakeferry/local-cloud';
import type { Clock } from '@lakeferry/local-cloud/clock';
import { type PostgresServer, startPostgres } from '@lakeferry/local-cloud/postgres';
import { useLocalCloud } from '../../../cli/environment/connect';
import { synthesize } from '../../../cli/local-environment/synthesize';
import { createDemoDatabase } from '../../../demo/database/create-demo-database';
import { eventBusName } from '../../../infra/names';
import { bundlesOnce } from '../infra/bundles';
import { madeOnce } from '../run/made-once';
import { runFolder } from '../run/run-folder';
import { invalidEvents } from './valid-events';

export interface Deployed {
  readonly cloud: LocalCloud;
  readonly database: PostgresServer;
  /** Throws when anybody was refused anything, unless that was meant, or an event is not as its JSON Schema says. */
  stop(): Promise<void>;
}

const config = join(__dirname, '..', '..', '..', 'config');

/**
 * Synthesizes a configuration for `local` into a folder that the caller removes. The repository's own is synthesized once in a run of
 * jest; each caller has a copy.
 */
export async function synthesizeSample(folder = config): Promise<string> {
  const assembly = mkdtempSync(join(tmpdir(), 'lakeferry-whole-'));
  const shared = folder === config ? runFolder() : undefined;
  if (shared === undefined) await synthesizeInto(folder, assembly);
  else {
    const sample = await madeOnce(shared, 'sample', (made) => synthesizeInto(config, made));
    cpSync(sample, assembly, { recursive: true });
  }
  return assembly;
}

/** Synthesizes a configuration for `local` into a folder, with bundles that are made once in a run of jest. */
export async function synthesizeInto(folder: string, assembly: string): Promise<void> {
  const bundles = await bundlesOnce();
  await synthesize(folder, 'local', assembly, new AbortController().signal, undefined, bundles);
}

/** That template deployed beside the demo database: what a user has after `local up`. This process's SDK clients reach it. */
export async function deploySample(
  assembly: string,
  options: {
    readonly clock: Clock;
    readonly scale: number;
    /** Of the source's server, over ours. */
    readonly server?: Parameters<typeof startPostgres>[0];
    /** Makes what exists before the deployment. */
    readonly before?: (cloud: LocalCloud, database: PostgresServer) => Promise<void>;
    /** Refusals are part of the test. */
    readonly mayRefuse?: boolean;
    /** Prefix of the names in the assembly. */
    readonly namePrefix?: string;
    readonly managedPolicies?: NonNullable<Parameters<typeof startLocalCloud>[0]>['managedPolicies'];
    readonly taskCreation?: NonNullable<Parameters<typeof startLocalCloud>[0]>['taskCreation'];
  },
): Promise<Deployed> {
  const database = await startPostgres(options.server);
  await createDemoDatabase(database, options.scale);
  const cloud = await startLocalCloud({
    clock: options.clock,
    ...(options.before === undefined ? { assembly } : {}),
    ...(options.taskCreation === undefined ? {} : { taskCreation: options.taskCreation }),
    ...(options.managedPolicies === undefined ? {} : { managedPolicies: options.managedPolicies }),
  });
  const { host, port, user: username, password } = database;
  for (const name of ['lakeferry/sales-db', 'lakeferry/hr-db'])
    cloud.secrets.put(name, JSON.stringify({ username, password, host, port }));
  const { url, region } = cloud;
  useLocalCloud({
    url,
    region,
    ...operatorCredentials,
    pid: process.pid,
    startedAt: new Date().toISOString(),
    databases: [],
  });
  if (options.before !== undefined) {
    await options.before(cloud, database);
    await cloud.deploy(assembly);
  }
  return {
    cloud,
    database,
    stop: async () => {
      await cloud.stop();
      await database.stop();
      const invalid = invalidEvents(
        cloud.eventBus.received(eventBusName({ name: 'local', namePrefix: options.namePrefix })),
      );
      if (invalid.length > 0) throw new Error(`events are not as docs/events says:\n${invalid.join('\n')}`);
      const { refusals } = cloud.permissions;
      if (options.mayRefuse !== true && refusals.length > 0)
        throw new Error(`the template does not grant:\n${refusals.map(refusalSentence).join('\n')}`);
    },
  };
}
