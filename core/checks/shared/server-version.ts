import { engineFacts } from '../../model/source-engine';
import { defineShared } from '../catalogue/define-checks';
import type { SupportedVersions } from '../engine-traits';
import { engines } from '../engines';
import type { Check, SharedSource } from '../evaluation/check';
import { configFix, finding } from '../report/finding';

const definition = defineShared('source-version', {
  modes: 'all',
  severity: 'error',
  title: 'DMS supports the version of the source',
  why: 'with a version that the DMS guide does not list for this engine version, tasks can fail or lose data without an error',
  page: 'CHAP_Introduction.Sources.html',
});

export const serverVersion: Check<SharedSource> = {
  definition,
  evaluate({ request: { engine, dmsVersion }, facts: { version } }) {
    if (version === '') return { skippedBecause: 'the source does not report its version' };
    const supported = engines[engine].supportedVersions(version);
    const support = versionSupport(version, supported, dmsVersion);
    const found = `the source runs ${engineFacts[engine].productName} ${version}; DMS supports ${supported.list}`;
    // A version that the guide does not list may well work, unless it is older than all that it
    // lists.
    switch (support.kind) {
      case 'supported':
        return [];
      case 'too-old':
        return [finding(definition, found)];
      case 'unknown':
        return [finding(definition, found, { severity: 'warning' })];
      case 'needs-newer-dms':
        return [
          finding(definition, `${found}, and the replication instance has ${dmsVersion}`, {
            severity: 'warning',
            fix: configFix(
              `engine-version: ${support.since}   # or newer, of the replication-instance in the environment's file`,
            ),
          }),
        ];
    }
  },
};

type VersionSupport =
  | { readonly kind: 'supported' | 'too-old' | 'unknown' }
  | { readonly kind: 'needs-newer-dms'; readonly since: string };

/**
 * Compares a version that begins with its number, such as `16.4`, `8.0.36-log` or
 * `10.11.6-MariaDB`. Without the version of DMS, only the source is compared.
 */
export function versionSupport(
  version: string,
  { first, releases, since = {} }: SupportedVersions,
  dmsVersion?: string,
): VersionSupport {
  const numbers = numbersOf(version);
  if (numbers.length === 0) return { kind: 'unknown' };
  if (compare(numbers, numbersOf(first)) < 0) return { kind: 'too-old' };
  const release = releases.find((one) => numbersOf(one).every((part, place) => part === numbers[place]));
  if (release === undefined) return { kind: 'unknown' };
  const needed = since[release];
  return needed === undefined || dmsVersion === undefined || isAtLeast(dmsVersion, needed)
    ? { kind: 'supported' }
    : { kind: 'needs-newer-dms', since: needed };
}

/** Compares two versions by their numbers. */
export function isAtLeast(version: string, needed: string): boolean {
  return compare(numbersOf(version), numbersOf(needed)) >= 0;
}

function numbersOf(version: string): readonly number[] {
  const digits = /\d+(?:\.\d+)*/.exec(version)?.[0];
  return digits === undefined ? [] : digits.split('.').map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [place, part] of b.entries()) {
    const difference = (a[place] ?? 0) - part;
    if (difference !== 0) return difference;
  }
  return 0;
}
