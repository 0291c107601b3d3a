import { type Offer, type OfferedUntil, offerOn } from './offer';

/** Engine version of DMS. */
export interface EngineVersion extends OfferedUntil {
  readonly version: string;
}

/**
 * As of 2026-11-29, oldest first. Sources: docs/aws-facts/dms-api.md#engine-versions. A version that is newer than the last one
 * may exist by now; a version between two of these does not.
 */
export const engineVersions: readonly EngineVersion[] = [
  { version: '3.5.3', noNewInstancesFrom: '2026-02-28', endOfSupport: '2026-06-30' },
  { version: '3.5.4', noNewInstancesFrom: '2027-01-31', endOfSupport: '2027-03-31' },
  { version: '3.6.0', noNewInstancesFrom: '2026-04-27', endOfSupport: '2026-07-27' },
  { version: '3.6.1' },
];

/** Returns how AWS offers a version on a day, such as 2026-11-29. */
export function offerOf(version: string, day: string): Offer {
  const found = engineVersions.find((one) => one.version === version);
  if (found === undefined) {
    const newest = engineVersions.at(-1)?.version ?? '';
    return isNewerVersion(version, newest) ? { kind: 'offered' } : { kind: 'gone' };
  }
  return offerOn(found, day);
}

/** Newest known version that AWS offers on a day. */
export function newestOffered(day: string): string {
  const offered = engineVersions.filter(({ version }) => offerOf(version, day).kind === 'offered');
  return offered.at(-1)?.version ?? engineVersions.at(-1)?.version ?? '';
}

/** Known versions that AWS offers instead of another on a day: the newest of the same minor version, and the newest of all. */
export function offeredInstead(version: string, day: string): readonly string[] {
  const series = version.slice(0, version.lastIndexOf('.') + 1);
  const offered = engineVersions
    .map((one) => one.version)
    .filter((one) => one !== version && offerOf(one, day).kind === 'offered');
  const near = offered.filter((one) => one.startsWith(series) && isNewerVersion(one, version));
  return [...new Set([...near.slice(-1), newestOffered(day)])];
}

/** Returns true if a version is newer than another. */
export function isNewerVersion(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) => text.split('.').map(Number));
  for (const [index, part] of (left ?? []).entries()) {
    const other = right?.[index] ?? 0;
    if (part !== other) return part > other;
  }
  return false;
}
