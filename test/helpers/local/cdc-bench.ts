import type { PostgresServer } from '@lakeferry/local-cloud/postgres';
import type { QueryResult } from 'pg';
import { emptyDatabase, withClient } from '../databases/postgres';
import { bucket, DmsBench, include } from './local-dms';

/** A database, a local DMS that replicates it, and the steps that tests of change capture take. */
export class CdcBench {
  readonly bench = new DmsBench({ throttling: false });
  source = '';

  private constructor(
    readonly server: PostgresServer,
    readonly database: string,
  ) {}

  static async open(server: PostgresServer, database: string, schema: string): Promise<CdcBench> {
    await emptyDatabase(server, database);
    const opened = new CdcBench(server, database);
    await opened.sql(schema);
    await opened.bench.open();
    opened.source = await opened.bench.source(server, database);
    return opened;
  }

  /** Several statements are one transaction. */
  sql(text: string): Promise<QueryResult> {
    return withClient(this.server, this.database, (client) => client.query(text));
  }

  /** Starts the task until it replicates. */
  async running(arn: string, startType?: string): Promise<void> {
    await this.bench.start(arn, startType);
    await this.bench.until(arn, 'running', 'failed');
    expect(await this.bench.show(arn)).toMatchObject({ Status: 'running' });
  }

  /** Waits until everything committed so far is written. */
  async written(): Promise<void> {
    await this.bench.dms.caughtUp();
    await this.bench.clock.advance(60_000);
  }

  async stop(arn: string): Promise<void> {
    await this.bench.call('StopReplicationTask', { ReplicationTaskArn: arn });
    await this.bench.until(arn, 'stopped');
  }

  files(): Promise<readonly string[]> {
    return this.bench.objects.keys(bucket);
  }

  /** Content of all files, one after the other. */
  async text(): Promise<string> {
    return (await this.files()).map((key) => this.bench.objects.read(bucket, key).toString()).join('');
  }

  async slots(): Promise<readonly unknown[]> {
    const { rows } = await this.sql(
      'SELECT slot_name, active, plugin FROM pg_replication_slots WHERE database = current_database()',
    );
    return rows;
  }
}

export const cdc = { MigrationType: 'cdc' };
export const loadAndCdc = { MigrationType: 'full-load-and-cdc' };
export const everyTable = () => [include('public', '%')];

/** One bench per test, cleared after it. Call it at the top of a describe or file. */
export function useCdcBench(server: () => PostgresServer, schema: string): () => CdcBench {
  let opened: CdcBench | undefined;
  beforeEach(async () => {
    opened = await CdcBench.open(server(), 'shop', schema);
  });
  afterEach(() => opened?.bench.clear());
  return () => {
    if (opened === undefined) throw new Error('the bench is only there while tests run');
    return opened;
  };
}
