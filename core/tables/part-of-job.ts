import * as z from 'zod/mini';
import { filterOperators } from './table-filter';

const Filter = z.object({
  column: z.string(),
  operator: z.enum(filterOperators),
  value: z.optional(z.string()),
  values: z.optional(z.array(z.string())),
});

/** Tables of a job that one run loads, with row filters that each of them gets. */
export const PartOfJob = z.object({
  tables: z
    .array(z.object({ schema: z.string(), table: z.string() }))
    .check(z.minLength(1), z.maxLength(200)),
  where: z.array(Filter),
});
export type PartOfJob = z.infer<typeof PartOfJob>;
