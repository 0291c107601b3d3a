import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { PostgresServer } from '@lakeferry/local-cloud/postgres';
import { FolderObjects } from './folder-objects';
import { DmsBench, include } from './local-dms';

/** Input of one process of the local DMS, as JSON in its first argument. */
export interface DmsProcess {
  readonly server: Pick<PostgresServer, 'host' | 'port' | 'user' | 'password'>;
  readonly database: string;
  readonly slot: string;
  readonly folder: string;
  readonly type: 'cdc' | 'full-load-and-cdc';
  /** Latest checkpoint of an earlier process. */
  readonly checkpoint?: string | undefined;
}

/**
 * Process that replicates all tables of a database until it is killed. It writes `running` and each new
 * checkpoint to standard output. For each line on standard input it writes `caught up`, after everything
 * committed before is written.
 */
async function main({ server, database, slot, folder, type, checkpoint }: DmsProcess): Promise<void> {
  const objects = await FolderObjects.open(join(folder, 'objects'));
  const bench = new DmsBench({ throttling: false, objects, dataFolder: join(folder, 'data') });
  await bench.open();
  const login = { ...unused, ...server };
  const PostgreSQLSettings = { SecretsManagerSecretId: database, SlotName: slot };
  const source = await bench.source(login, database, { PostgreSQLSettings });
  const target = await bench.target({ CdcMaxBatchInterval: 1, IncludeOpForFullLoad: true });
  // DMS takes a named slot only with a position. The slot begins later than the first one.
  const from = type === 'cdc' ? { CdcStartPosition: checkpoint ?? '0/1' } : {};
  const arn = await bench.task(
    source,
    target,
    [include('public', '%')],
    {},
    { MigrationType: type, ...from },
  );
  await bench.start(arn);
  await bench.until(arn, 'running', 'failed');
  say((await bench.show(arn)).Status);
  let asked = 0;
  process.stdin.on('data', (text: Buffer) => {
    asked += text.toString().split('\n').length - 1;
  });
  for (let said: unknown; ; await pause(5)) {
    const wanted = asked;
    if (wanted > 0) await bench.dms.caughtUp();
    await bench.clock.advance(1_000);
    const { RecoveryCheckpoint: now } = await bench.show(arn);
    if (typeof now === 'string' && now !== said) say(`checkpoint ${now}`);
    said = now;
    for (let answered = 0; answered < wanted; answered += 1) say('caught up');
    asked -= wanted;
  }
}

/** Function of a server that another process runs. */
const elsewhere = () => Promise.reject(new Error('the server is another process’s'));
const unused = {
  createDatabase: elsewhere,
  connect: elsewhere,
  stop: elsewhere,
  restart: elsewhere,
  kill: elsewhere,
};

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const [, , told = '{}'] = process.argv;
main(JSON.parse(told)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
