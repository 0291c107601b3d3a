import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { targetSettings } from '../../../local/dms/control/endpoints/s3-settings';
import { loadCsv } from '../../../local/dms/load/files/csv-load';
import type { FileLoad } from '../../../local/dms/load/files/file-load';
import { loadParquet } from '../../../local/dms/load/files/parquet-load';
import { connectSource } from '../../../local/dms/load/source';
import type { ObjectStore } from '../../../local/object-store';
import { usePostgres, withClient } from '../../helpers/databases/postgres';
import { patience } from '../../helpers/run/machine-speed';
import { until } from '../../helpers/run/until';
import { MemoryObjects } from '../../helpers/runs/memory-objects';

const rows = 300_000;

/** Accepts no byte before it is opened. */
class GatedObjects extends MemoryObjects {
  #open = (): void => undefined;
  readonly #opened = new Promise<void>((resolve) => {
    this.#open = resolve;
  });

  open(): void {
    this.#open();
  }

  override async put(...[bucket, key, body, type]: Parameters<ObjectStore['put']>) {
    await this.#opened;
    let bytes = 0;
    const stream = body as Readable;
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    await finished(stream);
    return super.put(bucket, key, Buffer.from(String(bytes)), type);
  }
}

describe('a target that does not keep up', () => {
  const server = usePostgres();
  beforeAll(async () => {
    await server().createDatabase('big');
    await withClient(server(), 'big', (client) =>
      client.query(
        `CREATE TABLE big AS SELECT i AS id, md5(i::text) || repeat('x', 100) AS filler FROM generate_series(1, ${rows}) i`,
      ),
    );
  });

  it.each([
    ['CSV', loadCsv, 'csv'],
    ['Parquet', loadParquet, 'parquet'],
  ] as const)('holds the source back instead of filling memory: %s', async (_, load, format) => {
    const objects = new GatedObjects();
    await objects.createBucket('b');
    const { host, port, user, password } = server();
    const client = await connectSource({ host, port, user, password, database: 'big' });
    let seen = 0;
    const input: FileLoad = {
      client,
      objects,
      target: targetSettings({ BucketName: 'b', DataFormat: format } as Parameters<typeof targetSettings>[0]),
      folder: 'big/',
      fileName: () => `LOAD00000001.${format}`,
      columns: [
        { name: 'id', type: { kind: 'int', bytes: 4 }, sql: 'id' },
        { name: 'filler', type: { kind: 'string' }, sql: 'filler' },
      ],
      from: 'FROM big',
      signal: new AbortController().signal,
      onRows: async (count) => {
        seen = count;
      },
      warn: () => undefined,
    };
    const loading = load(input);
    let before = -1;
    await until('nothing more comes', async () => {
      if (seen > 0 && seen === before) return true;
      before = seen;
      await pause(patience(300));
      return false;
    });
    // 42 MB wait in the source, and a few megabytes at most are here.
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeLessThan(60_000);
    objects.open();
    expect(await loading).toBe(rows);
    expect(Number(objects.read('b', `big/LOAD00000001.${format}`))).toBeGreaterThan(rows * 132);
    await client.end();
  });
});
