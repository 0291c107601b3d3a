/** DMS's filter operators; `noteq` and `notbetween` are its negative ones. */
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

/** A row filter that DMS applies in the source. */
export interface TableFilter {
  readonly column: string;
  readonly operator: (typeof filterOperators)[number];
  readonly value?: FilterValue | undefined;
  readonly values?: readonly FilterValue[] | undefined;
}
