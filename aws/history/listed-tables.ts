import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { listedTablesKey } from '../../core/runs/replication/replication-keys';
import { ListedTable } from '../../core/runs/replication/tables/monitored-tables';
import type { HistoryTable } from './table';

/** Tables that each CDC job's task listed at the last poll. Gzipped: a job may have thousands. */
export interface ListedTables {
  /** Undefined before the first poll. */
  listedTables(jobKey: string): Promise<readonly ListedTable[] | undefined>;
  keepListedTables(jobKey: string, tables: readonly ListedTable[]): Promise<void>;
}

const Packed = z.object({ gzip: z.instanceof(Uint8Array) });

export function listedTableStore(table: HistoryTable): ListedTables {
  return {
    async listedTables(jobKey) {
      const { data } = Packed.safeParse(await table.get(listedTablesKey(jobKey)));
      if (data === undefined) return undefined;
      return z.array(ListedTable).parse(JSON.parse(gunzipSync(data.gzip).toString('utf8')));
    },
    async keepListedTables(jobKey, tables) {
      await table.update(listedTablesKey(jobKey), { set: { gzip: gzipSync(JSON.stringify(tables)) } });
    },
  };
}
