import { z } from 'zod';
import { invalidValue, notFound } from './faults';
import { optional } from './operation';

export const pagingFields = {
  Filters: optional(z.array(z.strictObject({ Name: z.string(), Values: z.array(z.string()) }))),
  MaxRecords: optional(z.number().int()),
  Marker: optional(z.string()),
};

interface Paging {
  readonly Filters?: readonly { readonly Name: string; readonly Values: readonly string[] }[] | undefined;
  readonly MaxRecords?: number | undefined;
  readonly Marker?: string | undefined;
}

/** Values that a filter compares with, by filter name. A list matches with any of its elements. */
export type FilterFields<T> = Readonly<Record<string, (item: T) => string | readonly string[]>>;

/** Filters and cuts one page. With `absentIs`, filters without a match are a ResourceNotFoundFault. */
export function page<T>(
  items: readonly T[],
  input: Paging,
  fields: FilterFields<T>,
  limits: { readonly max: number; readonly absentIs?: string },
): { readonly items: readonly T[]; readonly Marker?: string } {
  const size = input.MaxRecords === undefined || input.MaxRecords === 0 ? 100 : input.MaxRecords;
  if (size < 20 || size > limits.max)
    throw invalidValue(`The parameter MaxRecords must be between 20 and ${limits.max}, not ${size}`);
  const filters = input.Filters ?? [];
  const found = filters.reduce((left, filter) => left.filter(matching(filter, fields)), items);
  if (found.length === 0 && filters.length > 0 && limits.absentIs !== undefined)
    throw notFound(`No ${limits.absentIs} found matching provided filter`);
  const start = input.Marker === undefined ? 0 : readMarker(input.Marker);
  const next = start + size;
  const marker = next < found.length ? { Marker: Buffer.from(`after:${next}`).toString('base64url') } : {};
  return { items: found.slice(start, next), ...marker };
}

function matching<T>(
  filter: { readonly Name: string; readonly Values: readonly string[] },
  fields: FilterFields<T>,
): (item: T) => boolean {
  const field = fields[filter.Name];
  if (field === undefined)
    throw invalidValue(`Unknown filter name ${filter.Name}; allowed are ${Object.keys(fields).join(', ')}`);
  const values = new Set(filter.Values);
  return (item) => [field(item)].flat().some((value) => values.has(value));
}

function readMarker(marker: string): number {
  const match = /^after:(\d+)$/.exec(Buffer.from(marker, 'base64url').toString());
  if (match === null) throw invalidValue(`Invalid marker ${marker}`);
  return Number(match[1]);
}
