import type { Input } from '@lakeferry/local-cloud';
import type { PostgresServer } from '@lakeferry/local-cloud/postgres';
import type { QueryResult } from 'pg';
import { emptyDatabase, withClient } from '../databases/postgres';
import { DmsBench } from './local-dms';

/** Two databases of one server, a source and a target, with a local DMS between them. */
export class TableTarget {
  readonly bench: DmsBench;
  source = '';
  target = '';

  constructor(
    readonly server: PostgresServer,
    readonly name: string,
    bench: DmsBench = new DmsBench({ throttling: false }),
  ) {
    this.bench = bench;
  }

  static async open(server: PostgresServer, name: string, schema: string): Promise<TableTarget> {
    for (const database of [name, `${name}_target`]) await emptyDatabase(server, database);
    const opened = new TableTarget(server, name);
    await opened.from(schema);
    await opened.connect();
    return opened;
  }

  async connect(sourceSettings: Input = {}, targetSettings: Input = {}): Promise<void> {
    await this.bench.open();
    this.source = await this.bench.source(this.server, this.name, {
      PostgreSQLSettings: { SecretsManagerSecretId: this.name, ...sourceSettings },
    });
    this.target = await this.bench.source(this.server, `${this.name}_target`, {
      EndpointIdentifier: `target-${this.name}`,
      EndpointType: 'target',
      PostgreSQLSettings: {
        SecretsManagerSecretId: `${this.name}_target`,
        AfterConnectScript: "SET session_replication_role='replica'",
        ...targetSettings,
      },
    });
  }

  /** In the source. Several statements are one transaction. */
  from(text: string): Promise<QueryResult> {
    return withClient(this.server, this.name, (client) => client.query(text));
  }

  /** In the target. */
  to(text: string): Promise<QueryResult> {
    return withClient(this.server, `${this.name}_target`, (client) => client.query(text));
  }

  async rows(text: string): Promise<readonly unknown[][]> {
    return withClient(
      this.server,
      `${this.name}_target`,
      async (client) => (await client.query({ text, rowMode: 'array' })).rows,
    );
  }

  task(rules: readonly Input[], settings: Input = {}, type = 'full-load'): Promise<string> {
    return this.bench.task(this.source, this.target, rules, settings, { MigrationType: type });
  }

  async running(arn: string, startType?: string): Promise<void> {
    await this.bench.start(arn, startType);
    await this.bench.until(arn, 'running', 'failed');
    expect(await this.bench.show(arn)).toMatchObject({ Status: 'running' });
  }

  /** Waits until everything committed so far is applied. */
  async applied(): Promise<void> {
    await this.bench.dms.caughtUp();
    await this.bench.clock.advance(2000);
  }

  async stop(arn: string): Promise<void> {
    await this.bench.call('StopReplicationTask', { ReplicationTaskArn: arn });
    await this.bench.until(arn, 'stopped');
  }
}
