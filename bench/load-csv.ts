import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type PostgresServer, startPostgres } from '@lakeferry/local-cloud/postgres';
import type { Inbox } from '../aws/lake/inbox';
import type { LoadPlan } from '../core/planning/load-plan';
import { type Bench, type Measurement, median } from './measurement';
import { createMeasured, psql } from './psql';

const rows = 1_000_000;
const bigBytes = 1e9;
const columns = ['id', 'reference', 'kind', 'amount', 'created_at', 'is_open', 'note', 'ratio'];

/**
 * load-csv, compared with `psql \copy` of the same file into an equal table. They alternate, so a
 * slow minute slows both.
 */
export const loadCsv: Bench = {
  name: 'load csv',
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'lakeferry-bench-csv-'));
    const postgres = await startPostgres();
    try {
      await postgres.createDatabase('bench');
      const file = join(folder, 'rows.csv');
      if (!(await writeSource(postgres, file))) {
        process.stderr.write('SKIPPED: psql is not on the PATH, so load-csv cannot be compared\n');
        return [];
      }
      const seconds = { psql: [] as number[], append: [] as number[], replace: [] as number[] };
      for (let round = 0; round < 6; round += 1) {
        const taken = {
          psql: await timed(
            postgres,
            'psql',
            async () =>
              void psql(
                postgres,
                'bench',
                `\\copy into_psql from '${file}' (format csv, header true, null 'NULL')`,
              ),
          ),
          append: await timed(postgres, 'append', () =>
            load(postgres, 'append', () => createReadStream(file), round),
          ),
          replace: await timed(postgres, 'replace', () =>
            load(postgres, 'replace', () => createReadStream(file), round),
          ),
        };
        // The first round warms caches and compiles code.
        if (round === 0) continue;
        for (const name of ['psql', 'append', 'replace'] as const) seconds[name].push(taken[name]);
      }
      return [...figures(seconds, statSync(file).size), await memory(postgres, file)];
    } finally {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function figures(
  seconds: Readonly<Record<'psql' | 'append' | 'replace', readonly number[]>>,
  bytes: number,
): Measurement[] {
  const how = `${rows.toLocaleString('en')} rows of 8 columns, ${Math.round(bytes / 1e6)} MB, from the connection until the commit, median of 5`;
  const share = (mode: 'append' | 'replace'): Measurement => ({
    name: `load-csv (${mode}), as a share of psql \\copy`,
    value: median(seconds.psql) / median(seconds[mode]),
    unit: 'times its speed',
    aim: { atLeast: 0.8 },
    how:
      mode === 'append'
        ? 'ratio of the medians'
        : 'ratio of the medians; replace copies twice: into a staging table, then into the table',
  });
  return [
    {
      name: 'psql \\copy from CSV',
      value: rows / median(seconds.psql),
      unit: 'rows/s',
      how: 'the same file, alternating',
    },
    { name: 'load-csv (append)', value: rows / median(seconds.append), unit: 'rows/s', how },
    share('append'),
    { name: 'load-csv (replace)', value: rows / median(seconds.replace), unit: 'rows/s', how },
    share('replace'),
  ];
}

async function memory(postgres: PostgresServer, file: string): Promise<Measurement> {
  const copies = Math.ceil(bigBytes / statSync(file).size);
  const big = async function* (): AsyncGenerator<Buffer> {
    for (let copy = 0; copy < copies; copy += 1) {
      let first = copy > 0;
      for await (const chunk of createReadStream(file)) {
        // One header is enough.
        yield first ? chunk.subarray(chunk.indexOf('\n') + 1) : chunk;
        first = false;
      }
    }
  };
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 100);
  try {
    await timed(postgres, 'append', () =>
      load(postgres, 'append', () => Readable.from(big(), { objectMode: false }), 99),
    );
  } finally {
    clearInterval(sampling);
  }
  return {
    name: 'memory of load-csv for 1 GB',
    value: (peak - before) / 1e6,
    unit: 'MB more than before',
    aim: { atMost: 100 },
    how: `${copies} times the file in one stream, resident set measured ten times per second`,
  };
}

async function load(
  postgres: PostgresServer,
  mode: 'append' | 'replace',
  read: () => Readable,
  round: number,
): Promise<void> {
  const { loadFile } = await import('../functions/load-csv/load-file');
  const client = await postgres.connect('bench');
  const inbox: Inbox = {
    read: async () => read(),
    newest: async () => ({ eTag: 'e', gzip: false }),
    write: async () => undefined,
  };
  const version = `${mode}-${round}`;
  const writtenAt = new Date().toISOString();
  try {
    await loadFile({
      client,
      inbox,
      plan: planOf(mode),
      file: { bucket: 'inbox', key: 'rows.csv', version, eTag: 'e', sequencer: '', writtenAt },
      run: version,
      signal: new AbortController().signal,
      patienceMs: 600_000,
    });
  } finally {
    await client.end();
  }
}

function planOf(mode: 'append' | 'replace'): LoadPlan {
  return {
    identity: { environment: 'bench', department: 'bench', load: mode, key: `bench/${mode}` },
    inbox: 'bench/',
    rejected: 'rejected/bench/',
    target: { connection: 'bench', secretName: 'bench', databaseName: 'bench', sslMode: 'none' },
    table: { schema: 'public', name: `into_${mode}` },
    columns: columns.map((name) => ({ name, header: name })),
    dialect: {
      header: true,
      delimiter: ',',
      quote: '"',
      nullToken: 'NULL',
      encoding: 'utf-8',
      dateStyle: 'ymd',
    },
    mode,
    keys: [],
    createTable: false,
    rejectUpTo: 0,
    allowEmpty: false,
    method: 'copy',
  };
}

/** Seconds of `work` into an empty table, after the server has written its pending pages. */
async function timed(postgres: PostgresServer, name: string, work: () => Promise<void>): Promise<number> {
  const client = await postgres.connect('bench');
  try {
    await client.query(`DROP TABLE IF EXISTS into_${name}`);
    await client.query(`CREATE TABLE into_${name} (LIKE measured)`);
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** False without psql. */
async function writeSource(postgres: PostgresServer, file: string): Promise<boolean> {
  const client = await postgres.connect('bench');
  try {
    await client.query(createMeasured(rows));
  } finally {
    await client.end();
  }
  return psql(postgres, 'bench', `\\copy measured to '${file}' (format csv, header true, null 'NULL')`);
}
