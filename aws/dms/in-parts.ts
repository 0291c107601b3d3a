import { errorName, toRunError } from '../errors';

/** Maximum page, and values per request. */
export const perRequest = 100;

/**
 * Reads what DMS has of these values. It raises ResourceNotFoundFault when a filter matches nothing, and no page says whether also
 * when one of several values does.
 */
export async function inParts<Found>(
  values: readonly string[],
  read: (some: readonly string[]) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const some of partsOf(values)) {
    try {
      found.push(...(await read(some)));
    } catch (error) {
      if (errorName(error) !== 'ResourceNotFoundFault')
        throw toRunError(error, `describing ${some.join(', ')}`, 'DmsRefused');
      if (some.length < 2) continue;
      const middle = Math.ceil(some.length / 2);
      found.push(...(await inParts(some.slice(0, middle), read)));
      found.push(...(await inParts(some.slice(middle), read)));
    }
  }
  return found;
}

/** Values of each request. */
export function partsOf(values: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(values.length / perRequest) }, (_, nth) =>
    values.slice(nth * perRequest, (nth + 1) * perRequest),
  );
}
