import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
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
import { isFirst, runFolder } from '../run/run-folder';
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
  else cpSync(await synthesizedOnce(shared), assembly, { recursive: true });
  return assembly;
}

/** Who comes second waits; who comes first and fails leaves word of it, and everybody fails. */
async function synthesizedOnce(shared: string): Promise<string> {
  const [assembly, done] = [join(shared, 'sample'), join(shared, 'sample-done')];
  if (isFirst(assembly))
    await synthesizeInto(config, assembly).then(
      () => writeFileSync(done, ''),
      (cause: unknown) => {
        writeFileSync(done, String(cause));
        throw cause;
      },
    );
  while (!existsSync(done)) await pause(50);
  const failure = readFileSync(done, 'utf8');
  if (failure !== '') throw new Error(failure);
  return assembly;
}

function synthesizeInto(folder: string, assembly: string): Promise<void> {
  return synthesize(folder, 'local', assembly, new AbortController().signal);
}

/** That template deployed beside the demo database: what a user has after `local up`. This process's SDK clients reach it. */
export async function deploySample(
  assembly: string,
  options: {
    readonly clock: Clock;
    readonly scale: number;
    /** Of the source's server, over ours. */
    readonly server?: Parameters<typeof startPostgres>[0];
    /** Refusals are part of the test. */
    readonly mayRefuse?: boolean;
  },
): Promise<Deployed> {
  const database = await startPostgres(options.server);
  await createDemoDatabase(database, options.scale);
  const cloud = await startLocalCloud({ assembly, clock: options.clock });
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
  return {
    cloud,
    database,
    stop: async () => {
      await cloud.stop();
      await database.stop();
      const invalid = invalidEvents(cloud.eventBus.received(eventBusName('local')));
      if (invalid.length > 0) throw new Error(`events are not as docs/events says:\n${invalid.join('\n')}`);
      const { refusals } = cloud.permissions;
      if (options.mayRefuse !== true && refusals.length > 0)
        throw new Error(`the template does not grant:\n${refusals.map(refusalSentence).join('\n')}`);
    },
  };
}
