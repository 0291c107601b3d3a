import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { openSource } from '../../../functions/check-source/open-source';
import type { SourceDatabase } from '../../../functions/check-source/source-database';
import { until } from '../../helpers/run/until';
import { closedPort } from '../../helpers/runs/listeners';

const binary = ['/usr/sbin/mariadbd', '/usr/sbin/mysqld'].find(existsSync);
const installer = ['/usr/bin/mariadb-install-db', '/usr/bin/mysql_install_db'].find(existsSync);
const isThere = binary !== undefined && installer !== undefined;
if (!isThere)
  console.warn(
    'SKIPPED: MariaDB is not installed (apt-get install mariadb-server), so its driver was not run',
  );

(isThere ? describe : describe.skip)('MariaDB', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lakeferry-mariadb-'));
  let server: ChildProcess | undefined;
  let port = 0;
  let open: SourceDatabase | undefined;

  beforeAll(async () => {
    port = await closedPort();
    const data = join(folder, 'data');
    execFileSync(
      installer ?? '',
      [`--datadir=${data}`, '--user=root', '--auth-root-authentication-method=normal'],
      {
        stdio: 'ignore',
      },
    );
    server = spawn(
      binary ?? '',
      [
        '--no-defaults',
        `--datadir=${data}`,
        `--socket=${join(folder, 's')}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--user=root',
        '--skip-name-resolve',
      ],
      { stdio: 'ignore' },
    );
    await until('MariaDB has not started', async () => {
      open = await opened('', 'none').catch(() => undefined);
      return open !== undefined;
    });
  });
  afterAll(async () => {
    await open?.close();
    server?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const opened = (password: string, sslMode: 'none' | 'verify-full') =>
    openSource(
      'mysql',
      { username: 'root', password, host: '127.0.0.1', port },
      { name: 'm', engine: 'mysql', secretName: 'lakeferry/m', databaseName: 'mysql', sslMode },
      { connectTimeoutSeconds: 3 },
    );
  const request = (sql: string, binds: readonly (string | number | null)[] = [], timeoutSeconds = 5) => {
    if (open === undefined) throw new Error('not open');
    return open.query({ id: 'q', sql, binds, timeoutSeconds });
  };

  test('values are plain: wide numbers and decimals as text, times as ISO 8601, names in lower case', async () => {
    const sql = `SELECT 1 AS Small, 9007199254740993 AS big, 1.10 AS dec_, NULL AS nothing, CAST('2026-03-01' AS DATE) AS day,
      CAST('2026-03-01 12:00:00' AS DATETIME) AS wall, ? AS said`;
    expect(await request(sql, [`'; DROP TABLE t; --`])).toMatchObject({
      rows: [
        {
          small: 1,
          big: '9007199254740993',
          dec_: '1.10',
          nothing: null,
          day: '2026-03-01',
          wall: '2026-03-01T12:00:00',
          said: `'; DROP TABLE t; --`,
        },
      ],
    });
  });

  test('the session writes nothing, and an error has the engine’s own number', async () => {
    expect(await request('INSERT INTO mysql.time_zone (Use_leap_seconds) VALUES (1)')).toMatchObject({
      error: { code: '1792' },
    });
    expect(await request('SELECT * FROM nowhere')).toMatchObject({ error: { code: '1146' } });
  });

  test('the server ends a query that takes too long, and the next query works', async () => {
    const slow = await request(
      'SELECT COUNT(*) FROM information_schema.columns a, information_schema.columns b, information_schema.columns c',
      [],
      1,
    );
    expect(slow).toMatchObject({ error: { code: 'timeout' } });
    expect(await request('SELECT 1 AS one')).toMatchObject({ rows: [{ one: 1 }] });
  });

  test('the error of a rejected login contains neither user nor password', async () => {
    const error = await opened('not-the-password', 'none').catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(
      /^SourceUnreachable: mysql at 127\.0\.0\.1:\d+: 1045: .*<user>.*: correct username and password/,
    );
    expect(String(error)).not.toMatch(/not-the-password|root/);
  });

  test('the server’s own errors have its own advice', async () => {
    const admin = await createConnection({ host: '127.0.0.1', port, user: 'root' });
    const attempt = (username: string, databaseName = 'mysql') =>
      openSource(
        'mysql',
        { username, password: 'secret word', host: '127.0.0.1', port },
        { name: 'm', engine: 'mysql', secretName: 'lakeferry/m', databaseName, sslMode: 'none' },
        { connectTimeoutSeconds: 3 },
      ).then(
        () => 'connected',
        (thrown: unknown) => String(thrown),
      );
    try {
      for (const [name, how] of [
        ['plain', ''],
        ['locked', 'ACCOUNT LOCK'],
        ['expired', 'PASSWORD EXPIRE'],
        ['encrypted', 'REQUIRE SSL'],
      ])
        await admin.query(`CREATE USER ${name}@'%' IDENTIFIED BY 'secret word' ${how}`);
      expect(await attempt('plain')).toMatch(/1044: .*GRANT SELECT ON `mysql`\.\* TO the login/);
      expect(await attempt('root', 'nowhere')).toMatch(/1045: /);
      expect(await attempt('locked')).toMatch(/4151: .*ACCOUNT UNLOCK/);
      expect(await attempt('encrypted')).toMatch(/1045: .*REQUIRE SSL.* also needs ssl: verify-ca/);
      await admin.query("GRANT SELECT ON *.* TO plain@'%'");
      await admin.query("GRANT SELECT ON *.* TO expired@'%'");
      expect(await attempt('plain')).toBe('connected');
      expect(await attempt('expired')).toMatch(/(1820|1862): .*password has expired/);
      expect(await attempt('plain', 'nowhere')).toMatch(/1049: .*there is no database nowhere/);
      await admin.query('SET GLOBAL require_secure_transport = ON');
      expect(await attempt('plain')).toMatch(/require_secure_transport, also needs ssl: verify-ca/);
    } finally {
      await admin.query('SET GLOBAL require_secure_transport = OFF');
      await admin.end();
    }
  });
});
