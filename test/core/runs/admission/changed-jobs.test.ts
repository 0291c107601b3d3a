import type { FixedFacts } from '../../../../core/checks/position/fixed-facts';
import {
  changedJobs,
  type FixedProperties,
  mayBeRefused,
  refusalOf,
} from '../../../../core/runs/admission/changed-jobs';

const facts: FixedFacts = { mode: 'cdc', source: 'shop', engine: 'mysql', startFrom: 'now' };
const of = (job: Partial<FixedFacts>, Engines: Record<string, string> = {}): FixedProperties => ({
  Jobs: { 'sales/live': { ...facts, ...job } },
  Engines,
});
const record = (status: string) => ({
  forJob: 'sales/live',
  taskArn: 'arn:task:A',
  seen: { status, at: '2026-03-01T10:00:00.000Z', since: '2026-03-01T10:00:00.000Z' },
});
const living = [record('running')];
const later = new Date('2026-03-01T10:03:00.000Z');
const now = new Date('2026-03-01T10:01:00.000Z');
const own = { engine: 'postgres', slot: 'live' } as const;
const dms = { engine: 'postgres' } as const;

test.each<[string, Partial<FixedFacts>, Partial<FixedFacts>, string]>([
  ['nothing', {}, {}, 'none'],
  ['start-from', {}, { startFrom: 'checkpoint' }, 'none'],
  ['mode to a load', {}, { mode: 'full-load' }, 'delete'],
  ['mode to both', dms, { ...dms, mode: 'full-load-and-cdc' }, 'load'],
  ['mode from both', { mode: 'full-load-and-cdc' }, {}, 'checkpoint'],
  ['mode from both, slot of the owner', { ...own, mode: 'full-load-and-cdc' }, own, 'checkpoint'],
  ['mode from both, slot of DMS', { ...dms, mode: 'full-load-and-cdc' }, dms, 'refuse'],
  [
    'source of a job that loads',
    { mode: 'full-load-and-cdc' },
    { mode: 'full-load-and-cdc', source: 'x' },
    'load',
  ],
  ['source, from now', {}, { source: 'x' }, 'refuse'],
  ['source, from a time', {}, { source: 'x', startFrom: 'time' }, 'start-from'],
  ['source, at the checkpoint', {}, { source: 'x', startFrom: 'checkpoint' }, 'start-from'],
  ['target', { target: 'a' }, { target: 'b' }, 'checkpoint'],
  ['target, slot of DMS', { ...dms, target: 'a' }, { ...dms, target: 'b' }, 'refuse'],
  ['target to the lake', { target: 'a' }, {}, 'checkpoint'],
  ['target from the lake', {}, { target: 'a' }, 'refuse'],
  ['mode from a load', { mode: 'full-load' }, {}, 'checkpoint'],
])('%s', (_, before, after, expected) => {
  const [changed] = changedJobs(of(before), of(after));
  expect(changed?.step.do === 'replace' ? changed.step.start : (changed?.step.do ?? 'none')).toBe(expected);
  const isRefused = expected === 'refuse';
  expect(mayBeRefused(of(before), of(after))).toBe(isRefused);
  expect(refusalOf(of(before), of(after), living, now) !== undefined).toBe(isRefused);
  // Nothing is lost for a job that never started, or whose task is deleted.
  expect(refusalOf(of(before), of(after), [], now)).toBeUndefined();
  expect(refusalOf(of(before), of(after), [record('gone')], later)).toBeUndefined();
});

test('a refusal names the job, the reason and the steps', () => {
  expect(refusalOf(of({}), of({ source: 'x' }), living, now)).toBe(
    'nothing was changed. sales/live: start-from is now: changes of the other source until then would be lost; before you deploy again, run lakeferry stop sales/live --delete, which stores its checkpoint; then: set start-from: checkpoint and deploy; then lakeferry start sales/live continues there',
  );
});

test('another engine of a source is refused while a task has a position in it', () => {
  const [before, after] = [
    of({}, { shop: 'mysql', new: 'oracle' }),
    of({}, { shop: 'oracle', more: 'oracle' }),
  ];
  const source = {
    name: 'shop',
    engine: 'mysql',
    secretName: 's',
    databaseName: 'd',
    sslMode: 'none',
  } as const;
  expect(mayBeRefused(before, after)).toBe(true);
  expect(refusalOf(before, after, [{ ...record('stopped'), source }], now)).toContain(
    'shop: another engine has no use for the position of sales/live',
  );
  expect(refusalOf(before, after, [{ ...record('gone'), source }], later)).toBeUndefined();
  expect(refusalOf(before, after, living, now)).toBeUndefined();
});

test('a job that is added or removed changes nothing of a task', () => {
  const none: FixedProperties = { Jobs: {}, Engines: {} };
  expect(changedJobs(none, of({}))).toEqual([]);
  expect(changedJobs(of({}), none)).toEqual([]);
});

test('a task that one answer left out, or that is being replaced, has changes to lose; one that a person deleted has none', () => {
  const refused = (one: Parameters<typeof refusalOf>[2][number], at = now) =>
    refusalOf(of({}), of({ source: 'x' }), [one], at) !== undefined;
  const gone = record('gone');
  expect(refused(gone)).toBe(true);
  expect(refused(gone, later)).toBe(false);
  expect(refused({ ...gone, replacement: { start: 'checkpoint' } }, later)).toBe(true);
  expect(refused({ ...gone, seen: { ...gone.seen, isDeleted: true } })).toBe(false);
});

test('a timestamp column that would stay on the endpoint is refused, with or without a task', () => {
  const [before, after] = [of({ mode: 'full-load', timestampColumn: 'at' }), of({ mode: 'full-load' })];
  expect(mayBeRefused(before, after)).toBe(true);
  expect(refusalOf(before, after, [], now)).toBe(
    'nothing was changed. sales/live: the endpoint keeps the timestamp column at, because DMS has no value that removes it; ' +
      'remove the job sales/live from its file, and deploy, which deletes its endpoint; then: ' +
      'write the job sales/live again, without timestamp-column, and deploy',
  );
  // Another column takes its place. A job with another target leaves the endpoint.
  for (const taken of [{ timestampColumn: 'b' }, { target: 'office' }, { targetEndpoint: 'arn:files' }])
    expect(refusalOf(before, of({ mode: 'full-load', ...taken }), [], now)).toBeUndefined();
  expect(mayBeRefused(after, before)).toBe(false);
  // The steps work.
  const removed = { Jobs: {}, Engines: {} };
  expect([mayBeRefused(before, removed), mayBeRefused(removed, after)]).toEqual([false, false]);
});

test('files that get a key are refused, because DMS keeps the encryption of an endpoint, with or without a task', () => {
  const [before, after] = [of({}), of({ encryption: 'sse-kms' })];
  expect(mayBeRefused(before, after)).toBe(true);
  expect(refusalOf(before, after, [], now)).toBe(
    'nothing was changed. sales/live: DMS changes EncryptionMode of an endpoint from sse-kms to sse-s3, and not back, and the staging bucket has a key; ' +
      'remove the job sales/live from its file, and deploy, which deletes its endpoint; then: ' +
      'write the job sales/live again, and deploy',
  );
  // To the encryption of S3, or with another endpoint before.
  expect(mayBeRefused(after, before)).toBe(false);
  expect(mayBeRefused(after, after)).toBe(false);
  for (const other of [{ target: 'office' }, { targetEndpoint: 'arn:files' }])
    expect(refusalOf(of(other), after, [], now)).toBeUndefined();
  const removed = { Jobs: {}, Engines: {} };
  expect([mayBeRefused(before, removed), mayBeRefused(removed, after)]).toEqual([false, false]);
});
