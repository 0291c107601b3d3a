import fc from 'fast-check';
import { postgresChecks } from '../../../../core/checks/postgres/postgres';
import { checkDatabase, queryPostgres, requestFor } from '../../../helpers/databases/check-database';
import { usePostgres, withClient } from '../../../helpers/databases/postgres';

const server = usePostgres();

const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        ';',
        '--',
        '$1',
        '%I',
        '%s',
        '%',
        '[',
        ']',
        '\\',
        '`',
        '/*',
        'ä',
        '😀',
        ' ',
        '_',
        '?',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join('').replaceAll('\0', ''))
  // PostgreSQL truncates names to 63 bytes.
  .filter((name) => name !== '' && Buffer.byteLength(name) <= 63 && Buffer.from(name).toString() === name);

it('no name of a table or column is read as SQL: the table is found and its LOB measured', async () => {
  await server().createDatabase('names');
  await withClient(server(), 'names', async (client) => {
    await client.query('CREATE TABLE plain (id int PRIMARY KEY, body text)');
    const plain = await checkDatabase(
      postgresChecks,
      requestFor('postgres', ['public.plain']),
      queryPostgres(client),
    );
    const id = (name: string): string => client.escapeIdentifier(name);
    await fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, async (schema, table, column) => {
        fc.pre(
          !schema.startsWith('pg_') && !['public', 'information_schema'].includes(schema) && column !== 'id',
        );
        await client.query(`CREATE SCHEMA ${id(schema)}`);
        try {
          await client.query(
            `CREATE TABLE ${id(schema)}.${id(table)} (id int PRIMARY KEY, ${id(column)} text)`,
          );
          await client.query(`INSERT INTO ${id(schema)}.${id(table)} VALUES (1, 'four')`);
          const request = requestFor('postgres', [], {
            tables: [{ schema, table, columns: [{ name: column, usedIn: 'rules' }] }],
          });
          const found = await checkDatabase(postgresChecks, request, queryPostgres(client));
          expect(found.facts.tables).toMatchObject([
            { schema, table, lobColumns: [{ name: column, longestBytes: 8, sampled: false }] },
          ]);
          expect(found.skipped).toEqual([]);
          expect(found.of('column-exists')).toEqual([]);
          expect(found.queries.map(({ sql }) => sql)).toEqual(plain.queries.map(({ sql }) => sql));
        } finally {
          await client.query(`DROP SCHEMA ${id(schema)} CASCADE`);
        }
      }),
      { numRuns: 60 },
    );
  });
});

it('the SQL does not depend on the names in the request', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 5 }), (names) => {
      const request = requestFor('postgres', [], {
        tables: names.map(([schema, table]) => ({ schema, table, columns: [] })),
        patterns: names.map(([schema, table]) => ({ schema, table })),
      });
      const sql = (of: typeof request): readonly string[] =>
        postgresChecks.next(of, new Map()).map((query) => query.sql);
      expect(sql(request)).toEqual(sql(requestFor('postgres', [])));
    }),
  );
});

it('runs as many queries for 1,000 tables as for one', async () => {
  await server().createDatabase('many');
  await withClient(server(), 'many', async (client) => {
    for (let batch = 0; batch < 10; batch += 1)
      await client.query(
        Array.from(
          { length: 100 },
          (_, place) => `CREATE TABLE t${batch * 100 + place} (id int PRIMARY KEY, body text, v varchar);`,
        ).join(''),
      );
    const check = (count: number) =>
      checkDatabase(
        postgresChecks,
        requestFor(
          'postgres',
          Array.from({ length: count }, (_, place) => `public.t${place}`),
        ),
        queryPostgres(client),
      );
    const [one, all] = [await check(1), await check(1_000)];
    expect(all.queries).toHaveLength(one.queries.length);
    expect(all.queries.length).toBeLessThan(12);
    expect(all.facts.tables).toHaveLength(1_000);
    expect(all.skipped).toEqual([]);
    // Each table is locked while the statement runs, so only 500 are measured, and a note says so.
    expect(all.findings.map(({ check, severity }) => [check, severity])).toEqual(
      expect.arrayContaining([['lob-size', 'note']]),
    );
  });
});
