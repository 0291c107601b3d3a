/** Filter operators of DMS. */
export const filterOperators = [
  'eq',
  'noteq',
  'gte',
  'lte',
  'between',
  'notbetween',
  'null',
  'notnull',
] as const;

export type FilterValue = string | number | boolean;

/** Row filter that DMS applies in the source. */
export interface TableFilter {
  readonly column: string;
  readonly operator: (typeof filterOperators)[number];
  readonly value?: FilterValue | undefined;
  readonly values?: readonly FilterValue[] | undefined;
}
