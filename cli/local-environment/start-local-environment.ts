import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalCloud, operatorCredentials, startLocalCloud } from '@lakeferry/local-cloud';
import { endLeftOver, type PostgresServer, startPostgres } from '@lakeferry/local-cloud/postgres';
import type { Plan } from '../../core/planning/plan';
import { type CreatedTable, createDemoDatabase } from '../../demo/database/create-demo-database';
import type { LocalCloudAddress } from '../environment/local-cloud-address';
import { count, plural } from '../output/quantities';
import type { Cleanup } from './cleanup';
import type { DataFolder } from './data-folder';
import { serveDeployments, type StackEvent } from './deployments';
import { refuseOtherNames } from './refuse-other-names';
import { asStep, type StepListener } from './steps';
import { synthesize } from './synthesize';
import { databaseTargets, makeTargetDatabases } from './target-databases';
import { workFolder } from './work-folder';

export interface LocalEnvironment {
  readonly cloud: LocalCloud;
  readonly database: PostgresServer;
  readonly tables: readonly CreatedTable[];
  readonly address: LocalCloudAddress;
}

/** Reads the plan of the environment `local` from a folder. Throws for a configuration that is not valid. */
export type PlanOfFolder = (configFolder: string) => Plan;

export interface LocalEnvironmentOptions {
  /** Plan of the environment `local`; the app is synthesized from the same folder. */
  readonly plan: Plan;
  /** Plan of a later deployment. */
  readonly planOf: PlanOfFolder;
  /** Absolute. */
  readonly configFolder: string;
  readonly workingFolder: string;
  /** Absent: a free port. */
  readonly port?: number;
  /** Folder that keeps everything; absent: all is deleted at the end. */
  readonly data?: DataFolder;
  readonly now: Date;
  /** Password of the database. Absent: the usual one. */
  readonly databasePassword?: string;
  readonly log: (line: string) => void;
}

/**
 * Starts PostgreSQL with the demo database, and a local cloud with the synthesized app deployed. Each part is registered in
 * `cleanup` when it starts, so that it ends even when another part fails.
 */
export async function startLocalEnvironment(
  options: LocalEnvironmentOptions,
  cleanup: Cleanup,
  steps: StepListener,
): Promise<LocalEnvironment> {
  const folder = workFolder(options.workingFolder, cleanup);
  const aborted = new AbortController();
  let assemblies = 0;
  // Functions run from the folder of their assembly, so each deployment has one of its own.
  const assemble = async (
    configFolder: string,
    { environment: { name } }: Plan,
    progressed?: (detail: string) => void,
  ): Promise<string> => {
    assemblies += 1;
    const out = join(folder, `assembly-${assemblies}`);
    const done = synthesize(configFolder, name, out, aborted.signal, progressed);
    cleanup.own(done, () => undefined);
    await done;
    return out;
  };
  const [{ database, tables }, assembly] = await Promise.all([
    startDatabase(options, cleanup, steps),
    asStep(
      steps,
      'synthesizing the CDK app',
      async (progressed) => {
        cleanup.add(() => aborted.abort());
        return await assemble(options.configFolder, options.plan, progressed);
      },
      () => `CDK app synthesized: ${plural(options.plan.departments.length + 1, 'stack')}`,
    ),
  ]);
  const cloud = await asStep(
    steps,
    'starting the local cloud',
    () => startCloud(options, assembly, folder, database, cleanup),
    ({ url }) => `local cloud up at ${url}`,
  );
  const deployments = await serveDeployments(async (configFolder, report) => {
    const plan = options.planOf(configFolder);
    await refuseOtherNames(cloud, plan.environment);
    await deployPlan(cloud, plan, await assemble(configFolder, plan), database, report);
  });
  cleanup.add(() => deployments.close());
  const targets = databaseTargets(options.plan).map(({ databaseName }) => databaseName);
  const address = {
    url: cloud.url,
    region: options.plan.environment.region,
    ...operatorCredentials,
    pid: process.pid,
    startedAt: options.now.toISOString(),
    deployments: deployments.address,
    databases: [...new Set([...tables.map((table) => table.database), ...targets])].map(
      (name) =>
        `postgres://${database.user}:${encodeURIComponent(database.password)}@${database.host}:${database.port}/${name}`,
    ),
  };
  return { cloud, database, tables, address };
}

async function startDatabase(
  { data, databasePassword }: Pick<LocalEnvironmentOptions, 'data' | 'databasePassword'>,
  cleanup: Cleanup,
  steps: StepListener,
): Promise<Pick<LocalEnvironment, 'database' | 'tables'>> {
  const kept = data?.tables;
  return asStep(
    steps,
    kept === undefined
      ? 'starting PostgreSQL and filling the demo database'
      : 'starting PostgreSQL with its data',
    async () => {
      // A database that was not filled completely is filled from the start.
      if (data !== undefined && kept === undefined) await removeServer(data.postgres);
      const database = await cleanup.own(startPostgres({}, data?.postgres, databasePassword), (server) =>
        server.stop(),
      );
      const tables = kept ?? (await createDemoDatabase(database));
      data?.keepTables([...tables]);
      return { database, tables };
    },
    ({ tables }) =>
      kept === undefined
        ? `PostgreSQL up: ${count(tables.reduce((sum, table) => sum + table.rows, 0))} rows in ${plural(tables.length, 'table')}`
        : `PostgreSQL up again with ${plural(tables.length, 'table')}`,
  );
}

async function removeServer(folder: string): Promise<void> {
  await endLeftOver(folder);
  await rm(folder, { recursive: true, force: true });
}

async function startCloud(
  { plan, port, data, log }: LocalEnvironmentOptions,
  assembly: string,
  folder: string,
  database: PostgresServer,
  cleanup: Cleanup,
): Promise<LocalCloud> {
  const starting = startLocalCloud({
    ...(data === undefined
      ? { dataFolder: join(folder, 'data') }
      : { dataFolder: data.cloud, durable: true }),
    log,
    ...(port === undefined ? {} : { port }),
  });
  const cloud = await cleanup.own(starting, (started) => started.stop());
  await refuseOtherNames(cloud, plan.environment);
  await deployPlan(cloud, plan, assembly, database);
  return cloud;
}

async function deployPlan(
  cloud: LocalCloud,
  plan: Plan,
  assembly: string,
  database: PostgresServer,
  report: (event: StackEvent) => void = () => undefined,
): Promise<void> {
  const { host, port, user: username, password } = database;
  // Every source of the environment, so that a new department works too if its database exists. Before the deployment, which
  // reads them: the server may have another port than before.
  for (const { secretName } of [...plan.sources, ...(plan.otherSources ?? []), ...databaseTargets(plan)])
    if (secretName !== undefined)
      cloud.secrets.put(secretName, JSON.stringify({ username, password, host, port }));
  await makeTargetDatabases(plan, database);
  await cloud.deploy(assembly, {
    onEvent: (stack, { logicalId, type, status, reason }) =>
      report({ stack, resource: logicalId, type, status, reason }),
  });
}
