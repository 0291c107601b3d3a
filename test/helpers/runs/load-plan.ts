import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Inbox } from '../../../aws/lake/inbox';
import type { InboxFile } from '../../../core/loads/dropped-file';
import { LoadRefused } from '../../../core/loads/load-refused';
import type { CsvDialect, LoadPlan } from '../../../core/planning/load-plan';

type Over = Partial<Omit<LoadPlan, 'dialect'>> & { readonly dialect?: Partial<CsvDialect> };

/** A load of prices: sku text, price numeric(12,2), since date; appended to public.prices, which it makes. */
export function sampleLoad({ dialect, ...over }: Over = {}): LoadPlan {
  return {
    identity: { environment: 'dev', department: 'sales', load: 'prices', key: 'sales/prices' },
    inbox: 'sales/prices/',
    rejected: 'rejected/sales/prices/',
    target: { connection: 'shop', secretName: 'lakeferry/shop', databaseName: 'shop', sslMode: 'none' },
    table: { schema: 'public', name: 'prices' },
    columns: [
      { name: 'sku', header: 'sku', type: 'text' },
      { name: 'price', header: 'price', type: 'numeric(12,2)' },
      { name: 'since', header: 'since', type: 'date' },
    ],
    dialect: {
      header: true,
      delimiter: ',',
      quote: '"',
      nullToken: 'NULL',
      encoding: 'utf-8',
      dateStyle: 'ymd',
      ...dialect,
    },
    mode: 'append',
    keys: [],
    createTable: true,
    rejectUpTo: 0,
    allowEmpty: false,
    method: 'copy',
    ...over,
  };
}

/** An inbox in memory, with versions. */
export class MemoryInbox implements Inbox {
  readonly files = new Map<string, Buffer>();
  readonly newestOf = new Map<string, InboxFile>();
  readonly written = new Map<string, Buffer>();
  /** Bytes of each piece that a reader gets. */
  pieces = 64 * 1024;
  #count = 0;

  drop(key: string, content: string | Buffer, writtenAt = '2026-03-01T10:00:00.000Z'): InboxFile {
    const body = Buffer.from(content);
    this.#count += 1;
    const version = `v${this.#count}`;
    const eTag = createHash('md5').update(body).digest('hex');
    const sequencer = String(this.#count).padStart(16, '0');
    const file = {
      bucket: 'inbox',
      key,
      version,
      versionId: version,
      eTag,
      sequencer,
      writtenAt,
      size: body.length,
    };
    this.files.set(`${key}@${version}`, body);
    this.newestOf.set(key, file);
    return file;
  }

  async read({ key, version }: InboxFile): Promise<Readable> {
    const body = this.files.get(`${key}@${version}`);
    if (body === undefined) throw new LoadRefused('file-unreadable', ['no longer there']);
    const size = this.pieces;
    return Readable.from(
      (function* () {
        for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
      })(),
      { objectMode: false },
    );
  }

  async newest({ key }: InboxFile): Promise<{ eTag: string; gzip: boolean }> {
    return { eTag: this.newestOf.get(key)?.eTag ?? '', gzip: false };
  }

  async write(_bucket: string, key: string, body: Buffer): Promise<void> {
    this.written.set(key, body);
  }
}
