import { z } from 'zod';

const identifier = z.union([z.string().min(1), z.number()]).transform(String);
const common = { 'rule-id': identifier, 'rule-name': z.union([z.string(), z.number()]).optional() };

const condition = z.strictObject({
  'filter-operator': z.enum(['gte', 'lte', 'ste', 'eq', 'noteq', 'between', 'notbetween', 'null', 'notnull']),
  value: z.string().optional(),
  'start-value': z.string().optional(),
  'end-value': z.string().optional(),
});
const filter = z.strictObject({
  'filter-type': z.literal('source'),
  'column-name': z.string().min(1),
  'filter-conditions': z.array(condition).min(1),
});

export const SelectionRule = z.strictObject({
  ...common,
  'rule-type': z.literal('selection'),
  'rule-action': z.enum(['include', 'exclude', 'explicit']),
  'object-locator': z.strictObject({
    'schema-name': z.string().min(1),
    'table-name': z.string().min(1),
    'table-type': z.enum(['table', 'view', 'all']).default('table'),
  }),
  'load-order': z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  filters: z
    .array(filter)
    .nullish()
    .transform((filters) => filters ?? []),
});
export type SelectionRule = z.infer<typeof SelectionRule>;
export type Filter = z.infer<typeof filter>;
export type FilterCondition = z.infer<typeof condition>;

const dataType = z.strictObject({
  type: z.enum([
    'string',
    'wstring',
    'int1',
    'int2',
    'int4',
    'int8',
    'numeric',
    'real4',
    'real8',
    'boolean',
    'date',
    'datetime',
  ]),
  length: z.coerce.number().int().positive().optional(),
  precision: z.coerce.number().int().positive().max(38).optional(),
  scale: z.coerce.number().int().min(0).max(38).optional(),
});
export type AddedType = z.infer<typeof dataType>;

const namingAction = z.enum([
  'rename',
  'convert-lowercase',
  'convert-uppercase',
  'add-prefix',
  'remove-prefix',
  'replace-prefix',
  'add-suffix',
  'remove-suffix',
  'replace-suffix',
]);

export const TransformationRule = z.strictObject({
  ...common,
  'rule-type': z.literal('transformation'),
  'rule-target': z.enum(['schema', 'table', 'column']),
  'rule-action': z.enum([...namingAction.options, 'remove-column', 'include-column', 'add-column']),
  'object-locator': z.strictObject({
    'schema-name': z.string().min(1),
    'table-name': z.string().min(1).optional(),
    'column-name': z.string().min(1).optional(),
  }),
  value: z.string().nullish(),
  'old-value': z.string().nullish(),
  expression: z.string().optional(),
  'data-type': dataType.optional(),
});
export type TransformationRule = z.infer<typeof TransformationRule>;

/** Table settings: a PostgreSQL source has only this kind. */
export const TableSettingsRule = z.strictObject({
  ...common,
  'rule-type': z.literal('table-settings'),
  'object-locator': z.strictObject({ 'schema-name': z.string().min(1), 'table-name': z.string().min(1) }),
  'parallel-load': z.strictObject({
    type: z.literal('ranges', {
      error: 'a PostgreSQL source is loaded in parallel by ranges only',
    }),
    columns: z.array(z.string().min(1)).min(1).max(10),
    boundaries: z.array(z.array(z.union([z.string(), z.number()]).transform(String))).min(1),
  }),
});
export type TableSettingsRule = z.infer<typeof TableSettingsRule>;

export interface TableMappings {
  readonly selections: readonly SelectionRule[];
  /** By rule-id, ascending. The first rule that matches an object applies. */
  readonly transformations: readonly TransformationRule[];
  readonly tableSettings: readonly TableSettingsRule[];
}
