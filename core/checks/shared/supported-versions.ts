import type { SourceEngine } from '../../model/source-engine';

/** Whether DMS reads from it, and what it reads from. */
export type VersionSupport = {
  readonly verdict: 'supported' | 'too-old' | 'unknown';
  readonly supported: string;
};

/** Source: DMS guide, CHAP_Introduction.Sources. */
const releases: Readonly<
  Record<
    SourceEngine | 'mariadb',
    { readonly supported: string; readonly first: string; readonly known: readonly string[] }
  >
> = {
  postgres: {
    supported: '9.4 to 9.6 and 10 to 18 (16 from DMS 3.5.3, 17 and 18 from 3.5.4)',
    first: '9.4',
    known: ['9.4', '9.5', '9.6', '10', '11', '12', '13', '14', '15', '16', '17', '18'],
  },
  mysql: {
    supported: '5.5 to 8.0, and 8.4 from DMS 3.5.4',
    first: '5.5',
    known: ['5.5', '5.6', '5.7', '8.0', '8.4'],
  },
  mariadb: {
    supported: '10.0 from 10.0.24, 10.2 to 10.6, 10.11 and 11.4',
    first: '10.0.24',
    known: ['10.0', '10.2', '10.3', '10.4', '10.5', '10.6', '10.11', '11.4'],
  },
  oracle: {
    supported: '10.2, 11g, 12c, 18c and 19c',
    first: '10.2',
    known: ['10.2', '11', '12', '18', '19'],
  },
  // 2008 R2 is 10.50, 2012 is 11, 2022 is 16.
  sqlserver: {
    supported: '2008 R2 to 2022',
    first: '10.50',
    known: ['10.50', '11', '12', '13', '14', '15', '16'],
  },
};

/** `version` begins with the number, such as `16.4`, `8.0.36-log`, `10.11.6-MariaDB`. */
export function versionSupport(engine: SourceEngine, version: string): VersionSupport {
  const { supported, first, known } = releases[/mariadb/i.test(version) ? 'mariadb' : engine];
  const numbers = numbersOf(version);
  if (numbers.length === 0) return { verdict: 'unknown', supported };
  if (compare(numbers, numbersOf(first)) < 0) return { verdict: 'too-old', supported };
  const isKnown = known.some((one) => numbersOf(one).every((part, place) => part === numbers[place]));
  return { verdict: isKnown ? 'supported' : 'unknown', supported };
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
