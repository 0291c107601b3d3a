import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startPostgres } from '../../../local/postgres/postgres-server';
import { until } from '../../helpers/run/until';
import { usePostgres, withClient } from '../../helpers/databases/postgres';

describe('the embedded PostgreSQL', () => {
  const server = usePostgres();

  it('creates databases, whatever their names', async () => {
    await server().createDatabase('Odd "name"');
    const found = await withClient(server(), 'Odd "name"', (client) => client.query('SELECT 1 AS one'));
    expect(found.rows).toEqual([{ one: 1 }]);
  });

  it('speaks UTF8 in the C locale, logs for logical decoding and tells UTC', async () => {
    const shown = await withClient(server(), 'postgres', async (client) => {
      const answers: string[] = [];
      for (const name of ['server_encoding', 'wal_level', 'TimeZone', 'fsync']) {
        const { rows } = await client.query<Record<string, string>>(
          `SELECT current_setting('${name}') AS value`,
        );
        answers.push(rows[0]?.['value'] ?? '');
      }
      return answers;
    });
    expect(shown).toEqual(['UTF8', 'logical', 'UTC', 'off']);
  });

  it('lets nobody in with a wrong password', async () => {
    const { Client } = await import('pg');
    const client = new Client({
      host: '127.0.0.1',
      port: server().port,
      user: 'lakeferry',
      password: 'wrong',
      database: 'postgres',
    });
    await expect(client.connect()).rejects.toThrow('password authentication failed');
  });

  it('leaves no process and no data behind, and stops twice without complaint', async () => {
    const second = await startPostgres();
    expect(second.port).not.toBe(server().port);
    const folder = await withClient(second, 'postgres', async (client) => {
      const { rows } = await client.query<{ folder: string }>(
        `SELECT current_setting('data_directory') AS folder`,
      );
      return rows[0]?.folder ?? '';
    });
    expect(existsSync(folder)).toBe(true);
    await second.stop();
    await second.stop();
    expect(existsSync(folder)).toBe(false);
    await expect(second.connect('postgres')).rejects.toThrow();
  });

  it('fails a query that it is stopped under, and nothing else', async () => {
    const second = await startPostgres();
    const client = await second.connect('postgres');
    const ended = new Promise((resolve) => client.once('end', resolve));
    const sleeping = expect(client.query('SELECT pg_sleep(60)')).rejects.toThrow();
    await second.stop();
    await Promise.all([sleeping, ended]);
  });

  it('keeps a folder that it is given, and goes on with it though its last server was left running', async () => {
    const folder = join(mkdtempSync('/var/tmp/lakeferry-kept-'), 'postgres');
    chmodSync(dirname(folder), 0o711);
    try {
      const left = await startPostgres({}, folder);
      await left.createDatabase('kept');
      const next = await startPostgres({}, folder);
      await expect(left.connect('kept')).rejects.toThrow();
      await withClient(next, 'kept', (client) => client.query('SELECT 1'));
      await left.stop();
      await next.stop();
      expect(existsSync(join(folder, 'PG_VERSION'))).toBe(true);
    } finally {
      rmSync(dirname(folder), { recursive: true, force: true });
    }
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'ends with the process that started it, also when %s ends that; a temporary folder is removed, a kept one is not',
    async (signal) => {
      const folder = join(mkdtempSync('/var/tmp/lakeferry-kept-'), 'postgres');
      chmodSync(dirname(folder), 0o711);
      const own = mkdtempSync(join(tmpdir(), 'lakeferry-killed-'));
      chmodSync(own, 0o711);
      try {
        const script = `const { startPostgres } = require('@lakeferry/local-cloud/postgres');
          Promise.all([startPostgres(), startPostgres({}, ${JSON.stringify(folder)})]).then(() => console.log('up'));`;
        const child = spawn(process.execPath, ['--require', 'tsx/cjs', '-e', script], {
          env: { ...process.env, TMPDIR: own },
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        await new Promise((resolve) => child.stdout.once('data', resolve));
        const [temporary = ''] = readdirSync(own).filter((name) =>
          name.startsWith('lakeferry-postgres-data-'),
        );
        expect(existsSync(join(own, temporary, 'postmaster.pid'))).toBe(true);
        child.kill(signal);
        await until(
          'the servers end',
          () => !existsSync(join(own, temporary)) && !existsSync(join(folder, 'postmaster.pid')),
        );
        expect(existsSync(join(folder, 'PG_VERSION'))).toBe(true);
      } finally {
        for (const one of [dirname(folder), own]) rmSync(one, { recursive: true, force: true });
      }
    },
  );

  it('removes the temporary folder of a process that is gone, and leaves that of a living one', async () => {
    const [gone, living] = [2 ** 22 + 1, process.ppid].map((pid) =>
      mkdtempSync(join(tmpdir(), `lakeferry-postgres-data-${pid}-`)),
    );
    const { stop } = await startPostgres();
    await stop();
    expect([gone, living].map((folder) => existsSync(folder ?? ''))).toEqual([false, true]);
    rmSync(living ?? '', { recursive: true });
  });
});
