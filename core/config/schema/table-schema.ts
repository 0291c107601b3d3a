import { z } from 'zod';
import { filterOperators } from '../../tables/table-filter';

const Name = z.string().min(1, { error: 'is empty: write a name' });
const FilterValue = z.union([z.string(), z.number(), z.boolean()]);

export const TableFilter = z
  .strictObject({
    column: Name.describe('Column as the source names it. Not a LOB column.'),
    operator: z.enum(filterOperators).describe('DMS’s own operators.'),
    value: FilterValue.describe('For eq, noteq, gte, lte. Dates as YYYY-MM-DD.').optional(),
    values: z
      .array(FilterValue)
      .min(1, { error: 'is an empty list' })
      .describe('For eq: any of these. For between and notbetween: the two ends, both included.')
      .optional(),
  })
  .describe('A row filter that DMS applies in the source. Several filters of a table must all hold.');

export const tableText = z
  .string()
  .min(1, { error: 'is empty: write SCHEMA.TABLE' })
  .describe('SCHEMA.TABLE as the source writes it. With % or [..] in a part, that part is a DMS pattern.');

const segmentsMost = 49;
export const Parallel = z.union([
  z.literal('auto'),
  z.strictObject({
    column: Name.describe(
      'Column whose ranges are the segments: NOT NULL, best the first of an index. Default: the first of the primary key.',
    ).optional(),
    segments: z
      .int({ error: 'is not a whole number' })
      .min(2, { error: 'is below 2: one segment is no split' })
      .max(segmentsMost, { error: 'is above 49, the most that DMS loads at a time' })
      .describe('How many, at most. Default: one for each million rows or GiB, at most 8.')
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
      'SCHEMA.TABLE as the source writes it; only the table where `schema` is given (names that hold a dot).',
    ),
    schema: Name.describe('The schema, for names that hold a dot.').optional(),
    match: z
      .enum(['exact', 'pattern'])
      .describe(
        'exact: % [ _ are ordinary characters. pattern: DMS’s wildcards, where _ is any one character and [_] an ' +
          'underscore. Without it, a part that holds % or [ is a pattern and any other part is exact.',
      )
      .optional(),
    exclude: z
      .boolean()
      .describe('true: leave these tables out of what the other entries select.')
      .optional(),
    where: z.array(TableFilter).describe('Row filters; only for a table that is named exactly.').optional(),
    'exclude-columns': z
      .array(Name)
      .describe('Columns that do not leave the source. % and [..] are wildcards.')
      .optional(),
    rename: Name.describe(
      'Name of the table in the lake; only for a table that is named exactly.',
    ).optional(),
    'load-order': z
      .int({ error: 'is not a whole number' })
      .min(1, { error: 'is below 1' })
      .max(2_147_483_647, { error: 'is above 2147483647' })
      .describe('A table with a higher number starts to load earlier.')
      .optional(),
    parallel: Parallel.describe(
      'Load the table in segments at the same time, by ranges of a column; only for a table that is named exactly.',
    ).optional(),
    partitions: z
      .literal('auto', { error: 'is not auto, the only choice' })
      .describe('Oracle: load the partitions of a partitioned table at the same time.')
      .optional(),
  })
  .describe('A table, or with wildcards several, with what is special about it.');

export const TableEntry = z.union([tableText, TableObject]);

const RuleId = z.union([
  z.string().regex(/^\d{1,18}$/, { error: 'is not a rule id: DMS takes digits only' }),
  z.int().nonnegative({ error: 'is below 0' }),
]);
const Locator = z.looseObject({ 'schema-name': z.string().describe('DMS’s schema-name: a pattern.') });

/** A DMS rule as DMS writes it; only what DMS answers with an unhelpful error is looked at. */
export const RawRule = z
  .looseObject({
    'rule-type': z
      .enum(['selection', 'transformation', 'table-settings', 'post-processing'])
      .describe('DMS’s rule-type.'),
    'rule-id': RuleId.describe('Unique in the job; given by Lakeferry where missing.').optional(),
    'rule-name': z.string().describe('Given by Lakeferry where missing.').optional(),
    'rule-action': z.string().describe('DMS’s rule-action.').optional(),
    'object-locator': Locator.describe('DMS’s object-locator: schema-name, table-name, ...').optional(),
  })
  .describe('A DMS table mapping rule as DMS writes it, appended to Lakeferry’s own.');

export type Parallel = z.infer<typeof Parallel>;
export type TableFilter = z.infer<typeof TableFilter>;
export type TableObject = z.infer<typeof TableObject>;
export type TableEntry = z.infer<typeof TableEntry>;
export type RawRule = z.infer<typeof RawRule>;
