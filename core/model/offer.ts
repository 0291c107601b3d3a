/** Days from which AWS no longer offers something. Absent: not announced. */
export interface OfferedUntil {
  readonly noNewInstancesFrom?: string;
  readonly endOfSupport?: string;
}

export type Offer =
  /** `endsOn`: the announced end of its support. */
  | { readonly kind: 'offered'; readonly endsOn?: string }
  /** AWS does not know it, or has ended its support and upgraded its instances. */
  | { readonly kind: 'gone'; readonly since?: string }
  /** Existing instances keep it until `upgradedOn`. */
  | { readonly kind: 'existing-only'; readonly since: string; readonly upgradedOn: string | undefined };

/** Days before an end of support from which Lakeferry warns. */
const warnDays = 90;

/** Returns how AWS offers something on a day, such as 2026-11-29. */
export function offerOn({ noNewInstancesFrom, endOfSupport }: OfferedUntil, day: string): Offer {
  if (endOfSupport !== undefined && endOfSupport <= day) return { kind: 'gone', since: endOfSupport };
  if (noNewInstancesFrom !== undefined && noNewInstancesFrom <= day)
    return { kind: 'existing-only', since: noNewInstancesFrom, upgradedOn: endOfSupport };
  return { kind: 'offered', ...(endOfSupport === undefined ? {} : { endsOn: endOfSupport }) };
}

/** Days until the end of support, if that is near enough for a warning. */
export function daysUntilEnd(offer: Offer, day: string): number | undefined {
  if (offer.kind !== 'offered' || offer.endsOn === undefined) return undefined;
  const days = Math.round((Date.parse(offer.endsOn) - Date.parse(day)) / 86_400_000);
  return days <= warnDays ? days : undefined;
}
