import { z } from 'zod';
import { filterOperators } from '../../tables/table-filter';

const Name = z.string().min(1, { error: 'is empty: write a name' });
const FilterValue = z.union([z.string(), z.number(), z.boolean()]);

export const TableFilter = z
  .strictObject({
    column: Name.describe('Column name as in the source. Not a LOB column.'),
    operator: z
      .union([z.enum(filterOperators), z.null()])
      // `operator: null` in YAML is its null, not the text.
      .transform((operator) => operator ?? 'null')
      .describe('Filter operator of DMS.'),
    value: FilterValue.describe('For eq, noteq, gte, lte. Dates as YYYY-MM-DD.').optional(),
    values: z
      .array(FilterValue)
      .min(1, { error: 'is an empty list' })
      .describe('For eq: any of these values. For between and notbetween: the two ends, both included.')
      .optional(),
  })
  .describe('A row filter that DMS applies in the source. A row must match all filters of its table.');

export const tableText = z
  .string()
  .min(1, { error: 'is empty: write SCHEMA.TABLE' })
  .describe('SCHEMA.TABLE as in the source. A part with % or [..] is a DMS pattern.');

const segmentsMost = 49;
export const Parallel = z.union([
  z.literal('auto'),
  z.strictObject({
    column: Name.describe(
      'Column whose ranges are the segments: NOT NULL, preferably the first of an index. Default: the first column of the primary key.',
    ).optional(),
    segments: z
      .int({ error: 'is not a whole number' })
      .min(2, { error: 'is below 2: one segment does not split the table' })
      .max(segmentsMost, { error: 'is above 49, the maximum that DMS loads at the same time' })
      .describe('Maximum number of segments. Default: one per million rows or GiB, at most 8.')
      .optional(),
    exact: z
      .boolean()
      .describe('true: read the whole column once for exact boundaries, instead of statistics or a sample.')
      .optional(),
  }),
]);

export const TableObject = z
  .strictObject({
    table: tableText.describe(
      'SCHEMA.TABLE as in the source, or only the table if schema is set (for names with a dot).',
    ),
    schema: Name.describe('Schema, for names with a dot.').optional(),
    match: z
      .enum(['exact', 'pattern'])
      .describe(
        'exact: % [ _ are ordinary characters. pattern: wildcards of DMS, where _ is any one character and [_] an ' +
          'underscore. Default: a part with % or [ is a pattern, any other part is exact.',
      )
      .optional(),
    exclude: z
      .boolean()
      .describe('true: remove these tables from the selection of the other entries.')
      .optional(),
    where: z.array(TableFilter).describe('Row filters. Only for an exact table name.').optional(),
    'exclude-columns': z
      .array(Name)
      .describe('Columns that are not copied. % and [..] are wildcards.')
      .optional(),
    rename: Name.describe('Name of the table in the target. Only for an exact table name.').optional(),
    'load-order': z
      .int({ error: 'is not a whole number' })
      .min(1, { error: 'is below 1' })
      .max(2_147_483_647, { error: 'is above 2147483647' })
      .describe('Tables with a higher number are loaded first.')
      .optional(),
    parallel: Parallel.describe(
      'Load the table in parallel segments, by ranges of a column. Only for an exact table name.',
    ).optional(),
    partitions: z
      .literal('auto', { error: 'is not auto, the only choice' })
      .describe('Oracle only: load the partitions of a partitioned table in parallel.')
      .optional(),
    'partitions-of': z
      .union([
        tableText,
        z.strictObject({
          schema: Name.describe('Schema of the table, where its name has a dot.'),
          table: Name.describe('Name of the table, where it has a dot.'),
        }),
      ])
      .describe(
        'PostgreSQL, changes to the lake only: SCHEMA.TABLE that the tables of this entry are partitions of, or inherit ' +
          'from. The lake has one table for all of them, under its name. Default: each is a table of its own.',
      )
      .optional(),
  })
  .describe('A table, or several with wildcards, with options.');

export const TableEntry = z.union([tableText, TableObject]);

const RuleId = z.union([
  z.string().regex(/^\d{1,18}$/, { error: 'is not a rule id: DMS allows digits only' }),
  z.int().nonnegative({ error: 'is below 0' }),
]);
const Locator = z.looseObject({ 'schema-name': z.string().describe('schema-name of DMS: a pattern.') });

/** A DMS rule, unchanged. Only mistakes that DMS answers with an unhelpful error are checked. */
export const RawRule = z
  .looseObject({
    'rule-type': z
      .enum(['selection', 'transformation', 'table-settings', 'post-processing'])
      .describe('rule-type of DMS.'),
    'rule-id': RuleId.describe('Unique in the job. Default: assigned by Lakeferry.').optional(),
    'rule-name': z.string().describe('Default: assigned by Lakeferry.').optional(),
    'rule-action': z.string().describe('rule-action of DMS.').optional(),
    'object-locator': Locator.describe('object-locator of DMS: schema-name, table-name, ...').optional(),
  })
  .describe('A DMS table mapping rule, appended to Lakeferry’s own.');

export type Parallel = z.infer<typeof Parallel>;
export type TableFilter = z.infer<typeof TableFilter>;
export type TableObject = z.infer<typeof TableObject>;
export type TableEntry = z.infer<typeof TableEntry>;
export type RawRule = z.infer<typeof RawRule>;
