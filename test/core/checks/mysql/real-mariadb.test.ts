import fc from 'fast-check';
import type { RowDataPacket } from 'mysql2';
import { mysqlChecks } from '../../../../core/checks/mysql/mysql';
import { quoted } from '../../../../core/checks/query/identifiers';
import type { CheckRequest } from '../../../../core/checks/request/check-request';
import { type CheckedDatabase, checkDatabase, requestFor } from '../../../helpers/databases/check-database';
import { hasMariaDb, queryMariaDb, useMariaDb } from '../../../helpers/databases/mariadb';
import { until } from '../../../helpers/run/until';

(hasMariaDb ? describe : describe.skip)('a real MariaDB', () => {
  const server = useMariaDb([
    '--log-bin=binlog',
    '--server-id=7',
    '--binlog-format=ROW',
    '--expire-logs-days=2',
    '--default-time-zone=+00:00',
  ]);

  async function run(...statements: readonly string[]): Promise<void> {
    const connection = await server().connect();
    try {
      for (const statement of statements) await connection.query(statement);
    } finally {
      await connection.end();
    }
  }

  async function logs(): Promise<readonly string[]> {
    const connection = await server().connect();
    try {
      const [rows] = await connection.query<RowDataPacket[]>('SHOW BINARY LOGS');
      return rows.map(({ Log_name }) => String(Log_name));
    } finally {
      await connection.end();
    }
  }

  async function check(
    tables: readonly string[],
    more: Partial<CheckRequest> = {},
    login?: { readonly user: string; readonly password: string },
  ): Promise<CheckedDatabase> {
    const connection = await server().connect(login);
    try {
      const found = await checkDatabase(
        mysqlChecks,
        requestFor('mysql', tables, more),
        queryMariaDb(connection),
      );
      // Every table with a key has this finding, which has a test of its own.
      return { ...found, findings: found.findings.filter((one) => one.check !== 'mysql-changed-keys') };
    } finally {
      await connection.end();
    }
  }

  const applyFixes = ({ findings }: CheckedDatabase): Promise<void> =>
    run(...findings.flatMap(({ fix }) => (fix?.kind === 'sql' ? [fix.text.replace(/; --.*$/, '')] : [])));

  beforeEach(() => run('DROP DATABASE IF EXISTS shop', 'CREATE DATABASE shop'));

  it('finds nothing in a healthy database', async () => {
    await run(
      'CREATE TABLE shop.orders (id INT PRIMARY KEY, amount DECIMAL(10,2) NOT NULL, note VARCHAR(80))',
    );
    const found = await check(['shop.orders']);
    expect(found.findings).toEqual([]);
    expect(found.skipped).toEqual([]);
    expect(found.passed).toEqual(
      expect.arrayContaining(['mysql-log-bin', 'mysql-binlog-retention', 'table-key']),
    );
    expect(found.facts.version).toMatch(/MariaDB/);
    expect(found.facts.tables).toMatchObject([
      {
        kind: 'table',
        primaryKey: ['id'],
        readable: true,
        columns: [
          { name: 'id', type: 'int', nullable: false },
          { name: 'amount', type: 'decimal', precision: 10, scale: 2, nullable: false },
          { name: 'note', type: 'varchar', length: 80, nullable: true },
        ],
      },
    ]);
  });

  it('unsigned integers are types of their own, also where an earlier version saw them without a sign', async () => {
    const types = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint'];
    await run(
      `CREATE TABLE shop.signs (id INT UNSIGNED ZEROFILL PRIMARY KEY, price DECIMAL(10,2) UNSIGNED, ratio FLOAT UNSIGNED,
        ${types.map((type, place) => `s${place} ${type}, u${place} ${type} unsigned`).join(', ')})`,
    );
    const { facts } = await check(['shop.signs']);
    const [table] = facts.tables;
    if (table === undefined) throw new Error('no table');
    expect(table.columns.map(({ type }) => type)).toEqual([
      'int unsigned',
      'decimal',
      'float',
      ...types.flatMap((type) => [type, `${type} unsigned`]),
    ]);
    const before = {
      ...table,
      columns: table.columns.map((column) => ({ ...column, type: column.type.replace(' unsigned', '') })),
    };
    expect((await check(['shop.signs'], { lastShapes: [before] })).of('schema-drift')).toEqual([]);
    const after = {
      ...table,
      columns: table.columns.map((column) => ({ ...column, type: column.type.replace('bigint', 'int') })),
    };
    const drift = (await check(['shop.signs'], { lastShapes: [after] })).of('schema-drift');
    expect(drift.map(({ column }) => column)).toEqual(['s4', 'u4']);
  });

  it('a position in a purged binary log is lost, and one in an existing log is not', async () => {
    await run('CREATE TABLE shop.t (id INT PRIMARY KEY)', 'FLUSH BINARY LOGS', 'FLUSH BINARY LOGS');
    const { queries: plain } = await check(['shop.t']);
    expect(plain.map(({ id }) => id)).not.toContain('binary-logs');
    const at = (file: string) => ({
      neededLog: { action: 'resume' as const, origin: 'the checkpoint', position: `${file}:4:-1:2002` },
    });
    expect((await check(['shop.t'], at('binlog.000001'))).passed).toContain('mysql-position-kept');
    // The server keeps a log that its recovery may need, until its next flush, at most a second later.
    await until('binlog.000001 is still there', async () => {
      await run("PURGE BINARY LOGS TO 'binlog.000002'");
      return (await logs())[0] === 'binlog.000002';
    });
    const { of } = await check(['shop.t'], at('binlog.000001'));
    expect(of('mysql-position-kept')).toMatchObject([
      {
        severity: 'error',
        found: 'the checkpoint needs binlog.000001; the oldest binary log is binlog.000002',
      },
    ]);
    expect((await check(['shop.t'], at('binlog.000002'))).passed).toContain('mysql-position-kept');
    // A name that is not whole, or of another server, is never an error.
    for (const file of ['$.000003', '$.3', '/data/binlog.000003', '...log.000003'])
      expect((await check(['shop.t'], at(file))).passed).toContain('mysql-position-kept');
    for (const file of ['$.000001', '$.583860', 'mysql-bin.000003', '/data/binlog.000001'])
      expect((await check(['shop.t'], at(file))).of('mysql-position-kept')).toMatchObject([
        { severity: 'warning', found: expect.stringContaining(`needs ${file}`) },
      ]);
    const byTime = {
      neededLog: { action: 'start' as const, origin: 'start-from', since: '2026-03-01T10:00:00Z' },
    };
    expect((await check(['shop.t'], byTime)).skipped).toMatchObject([{ check: 'mysql-position-kept' }]);
  });

  it('format, row image and retention of the binary log are reported, and the fixes work', async () => {
    await run(
      'CREATE TABLE shop.t (id INT PRIMARY KEY)',
      "SET GLOBAL binlog_format = 'MIXED'",
      "SET GLOBAL binlog_row_image = 'MINIMAL'",
      'SET GLOBAL log_bin_compress = ON',
    );
    const gap = { longestGapSeconds: 4 * 86_400 };
    const found = await check(['shop.t'], gap);
    expect(found.findings.map(({ check, severity }) => [check, severity])).toEqual([
      ['mysql-binlog-format', 'error'],
      ['mysql-binlog-row-image', 'error'],
      ['mysql-binlog-compression', 'error'],
      ['mysql-binlog-retention', 'warning'],
    ]);
    expect((await check(['shop.t'], { mode: 'full-load' })).findings).toEqual([]);
    await applyFixes(found);
    const after = await check(['shop.t'], gap);
    expect(after.findings).toEqual([]);
    expect(after.passed).toEqual(expect.arrayContaining(found.findings.map(({ check }) => check)));
  });

  it('tables without a key, without InnoDB, and with virtual or invisible columns are reported, and the fixes work', async () => {
    await run(
      'CREATE TABLE shop.logs (line VARCHAR(80)) ENGINE = MyISAM',
      'CREATE TABLE shop.made (id INT NOT NULL, twice INT AS (id * 2) VIRTUAL, UNIQUE (id))',
      'CREATE TABLE shop.hid (id INT PRIMARY KEY, secret INT INVISIBLE)',
    );
    const tables = ['shop.logs', 'shop.made', 'shop.hid'];
    const found = await check(tables);
    expect(found.findings.map(({ check, table }) => [check, table])).toEqual([
      ['table-key', 'logs'],
      ['mysql-storage-engine', 'logs'],
      ['mysql-generated-columns', 'made'],
      ['mysql-invisible-columns', 'hid'],
    ]);
    await run(...found.of('table-key').map(({ fix }) => fix?.text ?? ''));
    await run(...found.of('mysql-storage-engine').map(({ fix }) => fix?.text ?? ''));
    const after = await check(tables);
    expect(after.findings.map(({ check }) => check)).toEqual([
      'mysql-generated-columns',
      'mysql-invisible-columns',
    ]);
  });

  it('a session of another time zone or mode is reported with its columns, and a script of DMS fixes it', async () => {
    await run(
      'CREATE TABLE shop.t (id INT PRIMARY KEY, seen TIMESTAMP NULL, at DATETIME, code CHAR(5))',
      'CREATE TABLE shop.plain (id INT PRIMARY KEY, at DATETIME, code VARCHAR(5))',
    );
    const of = async (connectionAttributes: string, tables = ['shop.t']) =>
      (await check(tables, { connectionAttributes, mode: 'full-load' })).of('mysql-session-settings');
    expect(await of('')).toEqual([]);
    try {
      await run("SET GLOBAL time_zone = 'SYSTEM'", "SET GLOBAL sql_mode = 'PAD_CHAR_TO_FULL_LENGTH'");
      expect((await of('')).map(({ found }) => found).join()).toMatch(
        /PAD_CHAR_TO_FULL_LENGTH.*shop\.t\.code/,
      );
      await run("SET GLOBAL time_zone = '+05:30'");
      const [found] = await of('eventsPollInterval=5');
      expect(found?.found).toMatch(/time_zone is \+05:30.*: shop\.t\.seen; .*: shop\.t\.code$/);
      expect(found?.fix?.text).toBe(
        `connection-attributes: {afterConnectScript: "SET time_zone = '+00:00', sql_mode = ''"}`,
      );
      const script = "afterConnectScript=SET time_zone = '+00:00', sql_mode = ''";
      expect(await of(script)).toEqual([]);
      expect(await of(`x=y;${script.replace(", sql_mode = ''", '')}`)).toHaveLength(1);
      expect(await of("afterConnectScript=SET time_zone = 'Europe/Berlin'")).toHaveLength(1);
      expect((await of(`serverTimezone=Asia/Tokyo;${script}`))[0]).toMatchObject({
        found: 'serverTimezone is Asia/Tokyo, which can shift changes',
        fix: { text: expect.stringContaining('remove serverTimezone') },
      });
      expect(await of('', ['shop.plain'])).toEqual([]);
      // Values as a session with the script reads them are those of UTC, without spaces.
      const connection = await server().connect();
      await connection.query("SET time_zone = '+00:00', sql_mode = ''");
      await connection.query("INSERT INTO shop.t VALUES (1, '2026-01-31 10:00:00', NULL, 'ab')");
      const [rows] = await connection.query<RowDataPacket[]>(
        'SELECT UNIX_TIMESTAMP(seen) AS epoch, CONCAT(seen) AS seen, LENGTH(code) AS length FROM shop.t',
      );
      await connection.end();
      expect(rows.map(({ epoch, seen, length }) => [Number(epoch), seen, length])).toEqual([
        [Date.UTC(2026, 0, 31, 10) / 1000, '2026-01-31 10:00:00', 2],
      ]);
    } finally {
      await run("SET GLOBAL time_zone = '+00:00'", 'SET GLOBAL sql_mode = DEFAULT');
    }
  });

  it('character sets that DMS does not name are reported per table, and the fix converts them', async () => {
    await run(
      'CREATE TABLE shop.words (id INT PRIMARY KEY, r VARCHAR(9) CHARACTER SET cp1251, j TEXT CHARACTER SET sjis, b BLOB)',
      'CREATE TABLE shop.western (id INT PRIMARY KEY, w VARCHAR(9) CHARACTER SET latin1)',
      "CREATE TABLE shop.unicode (id INT PRIMARY KEY, u VARCHAR(9) CHARACTER SET utf8mb4, v VARCHAR(9) CHARACTER SET utf8mb3, a ENUM('x') CHARACTER SET ascii)",
      "INSERT INTO shop.words VALUES (1, 'привет', '日本', 'x')",
    );
    const tables = ['shop.words', 'shop.western', 'shop.unicode'];
    const found = await check(tables);
    expect(
      found.of('mysql-character-sets').map(({ table, severity, found: text }) => [table, severity, text]),
    ).toEqual([
      ['western', 'note', 'texts of another encoding than Windows-1252 fail: w (latin1)'],
      ['words', 'warning', 'the DMS guide does not name the character set: r (cp1251), j (sjis)'],
    ]);
    expect((await check(tables, { mode: 'full-load' })).of('mysql-character-sets')).toEqual([]);
    for (const { fix } of found.of('mysql-character-sets')) server().script('shop', fix?.text ?? '');
    expect((await check(tables)).of('mysql-character-sets')).toEqual([]);
    const connection = await server().connect();
    const [rows] = await connection.query<RowDataPacket[]>('SELECT r, j FROM shop.words');
    await connection.end();
    expect(rows).toMatchObject([{ r: 'привет', j: '日本' }]);
  });

  describe('changed keys', () => {
    const login = { user: 'reader', password: 'x' };
    const keys = [
      { name: 'numbers', key: 'id INT PRIMARY KEY', one: '1', other: '2' },
      {
        name: 'Words',
        key: 'id VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY',
        one: "'ann'",
        other: "'ANN'",
      },
      {
        name: 'accents',
        key: 'id VARCHAR(20) COLLATE utf8mb4_unicode_ci PRIMARY KEY',
        one: "'a'",
        other: "'á'",
      },
      {
        name: 'spaces',
        key: 'id VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY',
        one: "'a'",
        other: "'a '",
      },
      { name: 'days', key: 'id DATE PRIMARY KEY', one: "'2026-01-01'", other: "'2026-01-02'" },
      {
        name: 'pair`s',
        key: 'id INT, `second``key` INT DEFAULT 1, PRIMARY KEY (id, `second``key`)',
        one: '1',
        other: '2',
      },
      { name: 'n'.repeat(64), key: 'id INT UNSIGNED PRIMARY KEY', one: '1', other: '2' },
    ];
    const quote = (name: string): string => `shop.\`${name.replaceAll('`', '``')}\``;
    const request = { tables: keys.map(({ name }) => ({ schema: 'shop', table: name, columns: [] })) };

    it('are refused after the fix, and other changes are not, and a reader sees the fix', async () => {
      await run(
        ...keys.flatMap(({ name, key, one }) => [
          `CREATE TABLE ${quote(name)} (${key}, note INT) DEFAULT CHARSET utf8mb4`,
          `INSERT INTO ${quote(name)} (id, note) VALUES (${one}, 1)`,
        ]),
        "CREATE OR REPLACE USER reader@'%' IDENTIFIED BY 'x'",
        "GRANT REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO reader@'%'",
        "GRANT SELECT ON shop.* TO reader@'%'",
        // A trigger of the application is not the fix.
        `CREATE TRIGGER shop.other BEFORE UPDATE ON ${quote('numbers')} FOR EACH ROW SET NEW.note = NEW.id`,
      );
      const found = (await check([], request, login)).of('mysql-changed-keys');
      expect(found.map(({ table }) => table).sort()).toEqual(keys.map(({ name }) => name).sort());
      for (const { fix } of found) server().script('shop', fix?.text ?? '');
      expect((await check([], request, login)).of('mysql-changed-keys')).toEqual([]);
      for (const { name, one, other } of keys) {
        const table = quote(name);
        await expect(run(`UPDATE ${table} SET id = ${other}`)).rejects.toThrow(
          'this update of the key does not reach its copies: delete and insert instead',
        );
        await run(
          `UPDATE ${table} SET id = ${one}, note = 2`,
          'START TRANSACTION',
          `DELETE FROM ${table}`,
          `INSERT INTO ${table} (id, note) VALUES (${other}, 3)`,
          'COMMIT',
        );
      }
    });

    it('reach a database, whose rows are found by the logged old row; a table without a key has no current rows', async () => {
      await run('CREATE TABLE shop.numbers (id INT PRIMARY KEY)', 'CREATE TABLE shop.lines (id INT)');
      const of = async (more: Partial<CheckRequest>) =>
        (await check(['shop.numbers', 'shop.lines'], more))
          .of('mysql-changed-keys')
          .map(({ table }) => table);
      expect(await of({})).toEqual(['numbers']);
      expect(await of({ target: 'postgres' })).toEqual([]);
      expect(await of({ mode: 'full-load' })).toEqual([]);
    });
  });

  it('only a system-versioned table is reported as one', async () => {
    await run(
      'CREATE TABLE shop.history (id INT PRIMARY KEY) WITH SYSTEM VERSIONING',
      'CREATE TABLE shop.plain (id INT PRIMARY KEY)',
    );
    const found = await check(['shop.history', 'shop.plain']);
    expect(found.findings.map(({ check, table }) => [check, table])).toEqual([
      ['mysql-system-versioned-tables', 'history'],
    ]);
  });

  it('missing privileges of the mode are reported, and granting them fixes it', async () => {
    const login = { user: "dms'o", password: 'x' };
    await run(
      'CREATE TABLE shop.orders (id INT PRIMARY KEY, a INT)',
      "CREATE OR REPLACE USER 'dms''o'@'%' IDENTIFIED BY 'x'",
      "GRANT SELECT (id) ON shop.orders TO 'dms''o'@'%'",
      'CREATE TABLE shop.notes (id INT PRIMARY KEY)',
      "GRANT INSERT ON shop.notes TO 'dms''o'@'%'",
    );
    const tables = ['shop.orders', 'shop.notes'];
    const found = await check(tables, {}, login);
    expect(found.findings.map(({ check, fix }) => [check, fix?.text])).toEqual([
      ['mysql-replication-privilege', "GRANT REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO 'dms''o'@'%';"],
      ['mysql-select-privilege', "GRANT SELECT ON `shop`.`notes` TO 'dms''o'@'%';"],
      ['mysql-select-privilege', "GRANT SELECT ON `shop`.`orders` TO 'dms''o'@'%';"],
    ]);
    await applyFixes(found);
    expect((await check(tables, {}, login)).findings).toEqual([]);
    await run("REVOKE ALL PRIVILEGES, GRANT OPTION FROM 'dms''o'@'%'");
    // MySQL hides tables without any privilege.
    expect((await check(['shop.orders'], {}, login)).of('table-exists')).toMatchObject([
      { found: expect.stringContaining('may not see it') },
    ]);
  });

  it('LOBs are measured in one statement, in large tables by a part of their rows', async () => {
    await run(
      'CREATE TABLE shop.letters (id INT PRIMARY KEY, body LONGTEXT, picture MEDIUMBLOB, short TEXT)',
      "INSERT INTO shop.letters VALUES (1, REPEAT('x', 30000), REPEAT('y', 50000), REPEAT('z', 60000)), (2, NULL, NULL, NULL)",
      'USE shop',
      'CREATE TABLE shop.big (id INT PRIMARY KEY, body LONGTEXT)',
      "INSERT INTO shop.big SELECT seq, 'four' FROM seq_1_to_30000",
      'ANALYZE TABLE shop.big',
    );
    const found = await check(['shop.letters', 'shop.big']);
    const lobs = found.facts.tables.map(({ table, lobColumns }) => [table, lobColumns]);
    expect(lobs).toEqual([
      ['big', [{ name: 'body', longestBytes: 8, sampled: true }]],
      [
        'letters',
        [
          { name: 'body', longestBytes: 60000, sampled: false },
          { name: 'picture', longestBytes: 50000, sampled: false },
        ],
      ],
    ]);
    expect(found.of('lob-size').map(({ column, severity }) => [column, severity])).toEqual([
      ['body', 'error'],
      ['picture', 'error'],
    ]);
    expect(
      (await check(['shop.letters'], { lob: { mode: 'limited', maxBytes: 80 * 1024 } })).of('lob-size'),
    ).toEqual([]);
  });

  it('for wrong names and patterns, the nearest name is suggested', async () => {
    await run('CREATE TABLE shop.orders (id INT PRIMARY KEY)', 'CREATE VIEW shop.v AS SELECT 1 AS one');
    const found = await check(['shop.ordres', 'Shop.orders', 'shop.v'], {
      patterns: [
        { schema: 'shop', table: 'ord%' },
        { schema: 's%', table: 'none[_]%' },
      ],
    });
    expect(found.of('table-exists').map(({ table, fix }) => [table, fix?.text])).toEqual([
      ['ordres', '- shop.orders'],
      ['orders', '- shop.orders'],
    ]);
    expect(found.of('pattern-matches')).toHaveLength(1);
    expect(found.of('table-kind')).toMatchObject([{ table: 'v' }]);
    expect(found.facts.tables.map(({ table }) => table)).toEqual(['orders', 'v']);
  });

  it('no name of a table or column is read as SQL', async () => {
    const parts = [
      '`',
      "'",
      '"',
      ';',
      '--',
      '?',
      '??',
      '%',
      '[',
      ']',
      '\\',
      '/*',
      'ä',
      ' a',
      '_',
      '$',
      '#',
      'x',
    ];
    const nasty = fc
      .array(fc.constantFrom(...parts), { minLength: 1, maxLength: 8 })
      .map((some) => some.join(''))
      .filter((name) => !name.endsWith(' '));
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (table, column) => {
        fc.pre(column.toLowerCase() !== 'id');
        const name = `\`shop\`.${quoted('mysql', table)}`;
        await run(
          `CREATE OR REPLACE TABLE ${name} (id INT PRIMARY KEY, ${quoted('mysql', column)} LONGTEXT)`,
          `INSERT INTO ${name} VALUES (1, 'four')`,
        );
        const found = await check([], {
          tables: [{ schema: 'shop', table, columns: [{ name: column, usedIn: 'rules' }] }],
        });
        expect(found.facts.tables).toMatchObject([
          { table, lobColumns: [{ name: column, longestBytes: 8 }] },
        ]);
        expect(found.skipped).toEqual([]);
        await run(`DROP TABLE ${name}`);
      }),
      { numRuns: 60 },
    );
  });

  it('runs as many queries for 1,000 tables as for one', async () => {
    await run(
      ...Array.from(
        { length: 1_000 },
        (_, place) => `CREATE TABLE shop.t${place} (id INT PRIMARY KEY, b LONGTEXT) ENGINE = MyISAM`,
      ),
    );
    const one = await check(['shop.t1']);
    const all = await check(Array.from({ length: 1_000 }, (_, place) => `shop.t${place}`));
    expect(all.queries).toHaveLength(one.queries.length);
    expect(all.facts.tables).toHaveLength(1_000);
    expect(all.skipped).toEqual([]);
    expect(all.of('lob-size')).toMatchObject([
      { severity: 'note', found: expect.stringContaining('797 more') },
    ]);
  });
});
