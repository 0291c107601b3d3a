import { matchesPattern } from '../../../local/events/match-pattern';
import { parsePattern } from '../../../local/events/pattern';

const event = {
  source: 'aws.dms',
  resources: ['arn:one', 'arn:two'],
  detail: {
    status: 'FAILED',
    rows: 12,
    note: null,
    ok: true,
    name: 'Orders.csv',
    tables: [{ name: 'a', rows: 0 }, { name: 'b' }],
    empty: [],
  },
};

function matches(pattern: object): boolean {
  const parsed = parsePattern(JSON.stringify(pattern));
  if ('problem' in parsed) throw new Error(parsed.problem);
  return matchesPattern(parsed.pattern, event);
}

it.each<[object, boolean]>([
  [{ source: ['aws.dms'] }, true],
  [{ source: ['aws.dm', 'aws.dmss'] }, false],
  [{ source: ['aws.s3', 'aws.dms'] }, true],
  [{ source: ['aws.dms'], nothing: ['x'] }, false],
  [{ resources: ['arn:two'] }, true],
  [{ resources: ['arn:three'] }, false],
  [{ detail: { rows: [12] } }, true],
  [{ detail: { rows: ['12'] } }, false],
  [{ detail: { note: [null] } }, true],
  [{ detail: { ok: [true] } }, true],
  [{ detail: { ok: [false] } }, false],
  [{ detail: { tables: { name: ['b'] } } }, true],
  [{ detail: { tables: { name: ['c'] } } }, false],
  [{ detail: { status: [{ prefix: 'FA' }] } }, true],
  [{ detail: { status: [{ prefix: 'fa' }] } }, false],
  [{ detail: { status: [{ prefix: { 'equals-ignore-case': 'fa' } }] } }, true],
  [{ detail: { name: [{ suffix: '.csv' }] } }, true],
  [{ detail: { name: [{ suffix: { 'equals-ignore-case': '.CSV' } }] } }, true],
  [{ detail: { name: [{ suffix: '.parquet' }] } }, false],
  [{ detail: { status: [{ 'equals-ignore-case': 'failed' }] } }, true],
  [{ detail: { status: [{ 'anything-but': 'FAILED' }] } }, false],
  [{ detail: { status: [{ 'anything-but': ['RUNNING', 'STOPPED'] }] } }, true],
  [{ detail: { status: [{ 'anything-but': { prefix: 'FA' } }] } }, false],
  [{ detail: { status: [{ 'anything-but': { suffix: ['x', 'ED'] } }] } }, false],
  [{ detail: { status: [{ 'anything-but': { wildcard: 'R*' } }] } }, true],
  [{ detail: { status: [{ 'anything-but': { 'equals-ignore-case': 'failed' } }] } }, false],
  [{ detail: { missing: [{ 'anything-but': 'x' }] } }, false],
  [{ detail: { rows: [{ numeric: ['=', 12] }] } }, true],
  [{ detail: { rows: [{ numeric: ['>', 10, '<=', 12] }] } }, true],
  [{ detail: { rows: [{ numeric: ['<', 12] }] } }, false],
  [{ detail: { status: [{ numeric: ['>', 0] }] } }, false],
  [{ detail: { rows: [{ exists: true }] } }, true],
  [{ detail: { missing: [{ exists: false }] } }, true],
  [{ detail: { rows: [{ exists: false }] } }, false],
  [{ detail: { tables: { rows: [{ exists: true }] } } }, true],
  [{ detail: { name: [{ wildcard: 'Ord*.csv' }] } }, true],
  [{ detail: { name: [{ wildcard: '*' }] } }, true],
  [{ detail: { name: [{ wildcard: 'Ord*s' }] } }, false],
  [{ detail: { name: [{ wildcard: 'Orders\\*' }] } }, false],
  [{ detail: { $or: [{ rows: [1] }, { status: ['FAILED'] }] } }, true],
  [{ detail: { $or: [{ rows: [1] }, { status: ['RUNNING'] }] } }, false],
  [{ source: ['aws.dms'], $or: [{ account: ['1'] }, { resources: ['arn:one'] }] }, true],
])('%j is %p', (pattern, matched) => expect(matches(pattern)).toBe(matched));

it.each([
  ['not JSON', '{'],
  ['an empty pattern', '{}'],
  ['a value that is not in an array', '{"source":"aws.dms"}'],
  ['an empty array', '{"source":[]}'],
  ['a filter that is not there', '{"source":[{"cidr":"10.0.0.0/8"}]}'],
  ['half a comparison', '{"detail":{"n":[{"numeric":["<"]}]}}'],
  ['two stars in a row', '{"source":[{"wildcard":"a**b"}]}'],
])('refuses %s', (_what, text) => expect(parsePattern(text)).toHaveProperty('problem'));
