import fc from 'fast-check';
import type { LoadPlan } from '../../../core/planning/load-plan';
import { loadFile } from '../../../functions/load-csv/load-file';
import { usePostgres } from '../../helpers/databases/postgres';
import { MemoryInbox, sampleLoad } from '../../helpers/runs/load-plan';

const server = usePostgres();

/** Texts that are difficult in CSV, without NUL, which PostgreSQL cannot store, and without lone surrogates. */
const hard = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        ',',
        ';',
        '\n',
        '\r',
        '\r\n',
        '\\.',
        '\\',
        '\t',
        'NULL',
        '\\N',
        'ü',
        '😀',
        ' ',
        "'",
      ),
      fc.string(),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join('').replaceAll('\0', ''))
  .map((text) => Buffer.from(text).toString());
const value = fc.option(hard, { nil: null });

test('random texts with quotes, line breaks, delimiters and null tokens are read back unchanged', async () => {
  await server().createDatabase('trips');
  const client = await server().connect('trips');
  let count = 0;
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 12 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('NULL', '\\N', '', 'n/a'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom<LoadPlan['mode']>('append', 'replace'),
        fc.boolean(),
        async (rows, delimiter, nullToken, lineEnd, mode, forced) => {
          count += 1;
          const cell = (text: string | null): string =>
            text === null ? nullToken : `"${text.replaceAll('"', '""')}"`;
          // A quoted null token is text. `forced` adds a blank line, which makes the quick copy fail.
          const content =
            [
              'n,a,b'.replaceAll(',', delimiter),
              ...rows.map(([a, b], index) => [String(index), cell(a), cell(b)].join(delimiter)),
            ].join(lineEnd) + (forced ? lineEnd + lineEnd : '');
          const inbox = new MemoryInbox();
          inbox.pieces = 7;
          const plan = sampleLoad({
            mode,
            table: { schema: 'public', name: `t${count}` },
            columns: [
              { name: 'n', header: 'n', type: 'integer' },
              { name: 'a', header: 'a', type: 'text' },
              { name: 'b', header: 'b', type: 'text' },
            ],
            dialect: { delimiter, nullToken },
          });
          const file = inbox.drop(`${count}.csv`, content);
          await loadFile({
            client,
            inbox,
            plan,
            file,
            run: `r${count}`,
            signal: new AbortController().signal,
            patienceMs: 20_000,
          });
          const { rows: back } = await client.query<{ a: string | null; b: string | null }>(
            `SELECT a, b FROM t${count} ORDER BY n`,
          );
          expect(back.map(({ a, b }) => [a, b])).toEqual(rows);
        },
      ),
      { numRuns: 120 },
    );
  } finally {
    await client.end();
  }
});

test('100 MB are loaded in constant memory', async () => {
  await server().createDatabase('big');
  const client = await server().connect('big');
  const inbox = new MemoryInbox();
  const row = `${'x'.repeat(90)},1.50,2026-01-01\n`;
  const piece = Buffer.from(row.repeat(600));
  const pieces = Math.ceil(100e6 / piece.length);
  const { Readable } = await import('node:stream');
  inbox.read = async () =>
    Readable.from(
      (function* () {
        yield Buffer.from('sku,price,since\n');
        for (let index = 0; index < pieces; index += 1) yield piece;
      })(),
      { objectMode: false },
    );
  const file = inbox.drop('big.csv', '');
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  try {
    const end = await loadFile({
      client,
      inbox,
      plan: sampleLoad(),
      file,
      run: 'big',
      signal: new AbortController().signal,
      patienceMs: 60_000,
    });
    expect(end).toMatchObject({ rows: pieces * 600 });
    expect((peak - before) / 1e6).toBeLessThan(80);
  } finally {
    clearInterval(watch);
    await client.end();
  }
});
