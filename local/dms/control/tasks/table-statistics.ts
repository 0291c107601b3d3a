import { z } from 'zod';
import type { Operation } from '../../../service';
import type { TableProgress } from '../../load/progress';
import { checkArn } from '../arn';
import type { DmsParts } from '../dms-parts';
import { epochSeconds, operation } from '../operation';
import { page, pagingFields } from '../paging';

export function tableStatisticsOperations({ resources }: DmsParts): Readonly<Record<string, Operation>> {
  return {
    DescribeTableStatistics: operation(
      z.strictObject({ ReplicationTaskArn: z.string(), ...pagingFields }),
      ({ ReplicationTaskArn, ...input }) => {
        const task = resources.task(checkArn(ReplicationTaskArn));
        const { items, ...marker } = page(
          task.run?.tables ?? [],
          input,
          {
            'schema-name': ({ schema }) => schema,
            'table-name': ({ table }) => table,
            'table-state': ({ state }) => state,
          },
          { max: 500 },
        );
        return { ReplicationTaskArn: task.arn, TableStatistics: items.map(view), ...marker };
      },
    ),
  };
}

const none = {
  FullLoadCondtnlChkFailedRows: 0,
  FullLoadErrorRows: 0,
  ValidationPendingRecords: 0,
  ValidationFailedRecords: 0,
  ValidationSuspendedRecords: 0,
  ValidationState: 'Not enabled',
};

const view = (table: TableProgress) => ({
  SchemaName: table.schema,
  TableName: table.table,
  // Changes only. The rows of a full load are in FullLoadRows.
  Inserts: table.seen.inserts,
  Deletes: table.seen.deletes,
  Updates: table.seen.updates,
  Ddls: table.seen.ddls,
  AppliedInserts: table.applied.inserts,
  AppliedDeletes: table.applied.deletes,
  AppliedUpdates: table.applied.updates,
  AppliedDdls: table.applied.ddls,
  ...none,
  FullLoadRows: table.rows,
  FullLoadReloaded: table.reloaded,
  TableState: table.state,
  LastUpdateTime: epochSeconds(table.updatedAt),
  ...(table.startedAt === undefined ? {} : { FullLoadStartTime: epochSeconds(table.startedAt) }),
  ...(table.endedAt === undefined ? {} : { FullLoadEndTime: epochSeconds(table.endedAt) }),
});
