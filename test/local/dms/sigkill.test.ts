import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { dropSlot } from '../../../local/dms/capture/slots';
import { usePostgres, withClient } from '../../helpers/databases/postgres';
import { readCsv } from '../../helpers/local/csv';
import type { DmsProcess } from '../../helpers/local/dms-process';
import { FolderObjects } from '../../helpers/local/folder-objects';
import { bucket } from '../../helpers/local/local-dms';

const server = usePostgres();
const tables = ['one', 'two'] as const;
const kills = 5;

/** One process of the local DMS, which ends by SIGKILL or by `end`. */
class Life {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<string, () => void>();
  #errors = '';
  checkpoint: string | undefined;

  constructor(told: DmsProcess) {
    this.#child = spawn(
      process.execPath,
      ['--import', 'tsx', join(__dirname, '../../helpers/local/dms-process.ts'), JSON.stringify(told)],
      { stdio: ['pipe', 'pipe', 'pipe'] },
    );
    this.checkpoint = told.checkpoint;
    this.#child.stderr?.on('data', (text: Buffer) => {
      this.#errors += text.toString();
    });
    if (this.#child.stdout !== null)
      createInterface(this.#child.stdout).on('line', (line) => {
        if (line.startsWith('checkpoint ')) this.checkpoint = line.slice('checkpoint '.length);
        this.#waiting.get(line)?.();
      });
  }

  async says(line: string): Promise<void> {
    const heard = new Promise<'heard'>((resolve) => this.#waiting.set(line, () => resolve('heard')));
    if ((await Promise.race([heard, this.#ended()])) !== 'heard')
      throw new Error(`the process ended before it said "${line}": ${this.#errors}`);
  }

  async catchUp(): Promise<void> {
    const done = this.says('caught up');
    this.#child.stdin?.write('\n');
    await done;
  }

  async kill(): Promise<void> {
    const ended = this.#ended();
    this.#child.kill('SIGKILL');
    await ended;
  }

  #ended(): Promise<'ended'> {
    return new Promise((resolve) => {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) resolve('ended');
      else this.#child.once('exit', () => resolve('ended'));
    });
  }
}

test.each(['cdc', 'full-load-and-cdc'] as const)(
  'a local DMS that is killed with SIGKILL again and again while somebody writes loses no change (%s)',
  async (type) => {
    const database = type.replaceAll('-', '');
    const slot = `killed_${database}`;
    const folder = mkdtempSync(join(tmpdir(), 'lakeferry-sigkill-'));
    await server().createDatabase(database);
    await withClient(server(), database, async (client) => {
      for (const table of tables)
        await client.query(
          `CREATE TABLE ${table} (id int PRIMARY KEY, v text); ALTER TABLE ${table} REPLICA IDENTITY FULL`,
        );
      await client.query("SELECT pg_create_logical_replication_slot($1, 'test_decoding')", [slot]);
      const { host, port, user, password } = server();
      const told = { server: { host, port, user, password }, database, slot, folder, type };
      const writing = startWriting(client);
      let life: Life | undefined;
      try {
        for (let count = 0; count < kills; count += 1) {
          life = new Life({ ...told, checkpoint: life?.checkpoint });
          await life.says('running');
          await pause(40 + 90 * count);
          await life.kill();
        }
        life = new Life({ ...told, checkpoint: life?.checkpoint });
        await life.says('running');
        const written = await writing.stop();
        await life.catchUp();
        await life.kill();

        const objects = await FolderObjects.open(join(folder, 'objects'));
        for (const table of tables) {
          const rows = await stagedRows(objects, table);
          // Each change once, in its original order.
          if (type === 'cdc') expect(rows.map((row) => JSON.stringify(row))).toEqual(written[table]);
          const { rows: there } = await client.query<{ id: number; v: string }>(
            `SELECT id, v FROM ${table} ORDER BY id`,
          );
          expect(fold(rows)).toEqual(there.map(({ id, v }) => [String(id), v]));
          expect(there.length).toBeGreaterThan(0);
        }
        expect(written.one.length + written.two.length).toBeGreaterThan(100);
      } finally {
        await writing.stop();
        await life?.kill();
        rmSync(folder, { recursive: true, force: true });
      }
      await pause(200);
      await dropSlot(client, slot);
    });
  },
);

type Written = Record<(typeof tables)[number], string[]>;

/**
 * Commits transactions on both tables until it is stopped. Returns the committed changes as the lines that
 * they should become.
 */
function startWriting(client: Client): { stop(): Promise<Written> } {
  const written: Written = { one: [], two: [] };
  let on = true;
  const work = (async () => {
    for (let n = 1; on; n += 1) {
      await client.query('BEGIN');
      for (const table of tables) {
        const [op, sql] = [
          ['I', `INSERT INTO ${table} VALUES (${n}, 'new ${n}') RETURNING id, v`],
          ['U', `UPDATE ${table} SET v = 'changed ${n}' WHERE id = ${n - 1} RETURNING id, v`],
          ['D', `DELETE FROM ${table} WHERE id = ${n - 4} RETURNING id, v`],
        ][n % 3] as ['I' | 'U' | 'D', string];
        const { rows } = await client.query<{ id: number; v: string }>(sql);
        for (const { id, v } of rows) written[table].push(JSON.stringify([op, String(id), v]));
      }
      await client.query('COMMIT');
      if (n % 20 === 0) await pause(2);
    }
  })();
  return {
    stop: async () => {
      on = false;
      await work;
      return written;
    },
  };
}

/** Rows of loads first, then those of changes by the names of their files. */
async function stagedRows(objects: FolderObjects, table: string): Promise<(string | null)[][]> {
  const keys = (await objects.keys(bucket)).filter((key) => key.startsWith(`lake/public/${table}/`));
  const isLoad = (key: string): boolean => key.includes('/LOAD');
  return [...keys.filter(isLoad), ...keys.filter((key) => !isLoad(key))].flatMap((key) =>
    readCsv(objects.read(bucket, key).toString()),
  );
}

function fold(rows: readonly (string | null)[][]): (string | null)[][] {
  const state = new Map<string, (string | null)[]>();
  for (const [op, ...row] of rows)
    if (op === 'D') state.delete(String(row[0]));
    else state.set(String(row[0]), row);
  return [...state.values()].sort((a, b) => Number(a[0]) - Number(b[0]));
}
