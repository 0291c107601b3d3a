import { engineFacts } from '../../model/source-engine';
import { defineShared } from '../catalogue/define-checks';
import type { SupportedVersions } from '../engine-traits';
import { engines } from '../engines';
import type { Check, SharedSource } from '../evaluation/check';
import { finding } from '../report/finding';

const definition = defineShared('source-version', {
  modes: 'all',
  severity: 'error',
  title: 'DMS supports the version of the source',
  why: 'with a version that the DMS guide does not list, tasks can fail or lose data without an error',
  page: 'CHAP_Introduction.Sources.html',
});

export const serverVersion: Check<SharedSource> = {
  definition,
  evaluate({ request: { engine }, facts: { version } }) {
    if (version === '') return { skippedBecause: 'the source does not report its version' };
    const supported = engines[engine].supportedVersions(version);
    const support = versionSupport(version, supported);
    if (support === 'supported') return [];
    const found = `the source runs ${engineFacts[engine].productName} ${version}; DMS supports ${supported.list}`;
    // A version that the guide does not list may well work, unless it is older than all that it
    // lists.
    return [finding(definition, found, support === 'too-old' ? {} : { severity: 'warning' })];
  },
};

/**
 * Compares a version that begins with its number, such as `16.4`, `8.0.36-log` or
 * `10.11.6-MariaDB`.
 */
export function versionSupport(
  version: string,
  { first, releases }: SupportedVersions,
): 'supported' | 'too-old' | 'unknown' {
  const numbers = numbersOf(version);
  if (numbers.length === 0) return 'unknown';
  if (compare(numbers, numbersOf(first)) < 0) return 'too-old';
  const isListed = releases.some((release) =>
    numbersOf(release).every((part, place) => part === numbers[place]),
  );
  return isListed ? 'supported' : 'unknown';
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
