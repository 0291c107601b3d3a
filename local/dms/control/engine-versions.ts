import { invalidValue } from './faults';

/**
 * Versions with which instances are created, with the day from which they are not
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReleaseNotes.html, November 2026). Newer ones are accepted.
 */
const creatable: Readonly<Record<string, string>> = {
  '3.5.3': '2026-02-28',
  '3.5.4': '2027-01-31',
  '3.6.0': '2026-04-27',
  '3.6.1': '9999-12-31',
};
/** Version of an instance whose creation names none, or that DMS may upgrade. */
const defaultVersion = '3.5.4';

/**
 * Version of a new instance. With AutoMinorVersionUpgrade, which is the default, DMS takes its own default instead of an older
 * version (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.Modifying.html).
 */
export function createdVersion(wanted: string | undefined, autoUpgrade: boolean, now: Date): string {
  if (wanted === undefined || (autoUpgrade && compare(wanted, defaultVersion) < 0)) return defaultVersion;
  const until = creatable[wanted];
  const isNewer = compare(wanted, '3.6.1') > 0;
  if (!isNewer && (until === undefined || until <= now.toISOString().slice(0, 10)))
    throw invalidValue(`No replication engine found with version: ${wanted}`);
  return wanted;
}

/** Throws when an instance cannot go from one version to another. The texts are assumed. */
export function assertUpgrade(from: string, to: string, allowMajor: boolean): void {
  if (compare(to, from) < 0)
    throw invalidValue(`The replication instance cannot be downgraded from version ${from} to ${to}`);
  if (compare(to.replace(/\.\d+$/, '.0'), from.replace(/\.\d+$/, '.0')) > 0 && !allowMajor)
    throw invalidValue(
      `The AllowMajorVersionUpgrade flag must be present when upgrading from version ${from} to ${to}`,
    );
}

/** True if a version is older than another. */
export function isOlder(version: string, than: string): boolean {
  return compare(version, than) < 0;
}

function compare(left: string, right: string): number {
  const [one, other] = [left, right].map((version) => version.split('.').map(Number));
  for (let at = 0; at < 3; at += 1) {
    const difference = (one?.[at] ?? 0) - (other?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
