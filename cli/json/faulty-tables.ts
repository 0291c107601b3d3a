import { z } from 'zod';
import { tableFaults } from '../../core/runs/replication/tables/monitored-tables';
import { countOf, moment } from './fields';

export const faultyTablesShape = z.object({
  count: countOf('tables with faults'),
  tables: z
    .array(
      z.object({
        table: z.string().describe('`SCHEMA.TABLE`'),
        fault: z.enum(tableFaults),
        state: z.string().describe('state in the words of DMS'),
        since: moment,
        fix: z.string().describe('command or edit that fixes it'),
      }),
    )
    .describe('at most 200'),
});
