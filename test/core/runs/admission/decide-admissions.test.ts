import fc from 'fast-check';
import type { InFlightRun, Waits } from '../../../../core/runs/record/in-flight-run';
import { decideAdmissions, firstRequests } from '../../../../core/runs/admission/decide-admissions';

const now = new Date('2026-03-01T10:00:00Z');

interface Shape {
  readonly job?: string;
  readonly at?: number;
  readonly source?: string;
  readonly waits?: Partial<Waits>;
  readonly most?: { readonly source?: number; readonly replicationInstance?: number };
  readonly orphaned?: true;
}

function run(
  name: string,
  { job, at = 0, source = 'erp', waits, most = {}, orphaned }: Shape = {},
): InFlightRun {
  const limits = (['source', 'replicationInstance'] as const).flatMap((of) => {
    const limit = most[of];
    return limit === undefined
      ? []
      : [{ of, name: of === 'source' ? `source ${source}` : 'the instance', most: limit }];
  });
  return {
    run: name,
    forJob: job ?? `sales/${name}`,
    execution: `arn:${name}`,
    since: new Date(now.getTime() + at * 1000).toISOString(),
    goal: waits === undefined ? 'none' : 'admitted',
    touchedAt: now.toISOString(),
    uses: { source, replicationInstance: 'one' },
    ...(waits === undefined
      ? {}
      : {
          waits: {
            until: '2026-03-02T10:00:00.000Z',
            leased: true,
            limits,
            text: 'waiting for admission',
            ...waits,
          },
        }),
    ...(orphaned === undefined ? {} : { orphanedBy: { state: 'Execution', error: 'Aborted', cause: '' } }),
  };
}

const begun = (name: string, shape: Shape = {}) => run(name, shape);
const waiting = (name: string, shape: Shape = {}) => run(name, { waits: {}, ...shape });
const open = { payable: Number.POSITIVE_INFINITY };
const one = { source: 1 };
const two = { replicationInstance: 2 };

test.each<[string, InFlightRun[], string[], string[], Record<string, string>]>([
  ['a run without a limit begins', [waiting('a')], [], ['a'], {}],
  ['room for one', [waiting('a', { most: one })], [], ['a'], {}],
  [
    'the first that opened begins',
    [waiting('a', { most: one, at: 2 }), waiting('b', { most: one, at: 1 })],
    [],
    ['b'],
    { a: 'waiting: 1 of 1 runs of source erp' },
  ],
  [
    'a run in flight has the place, also while it is cleaned up',
    [begun('x', { orphaned: true }), waiting('a', { most: one })],
    [],
    [],
    { a: 'waiting: 1 of 1 runs of source erp' },
  ],
  [
    'more runs than the limit, of plans without one',
    [begun('x'), begun('y'), waiting('a', { most: one })],
    [],
    [],
    { a: 'waiting: 2 of 1 runs of source erp' },
  ],
  [
    'a run of an earlier version counts for none',
    [{ ...begun('x'), uses: undefined }, waiting('a', { most: one })],
    [],
    ['a'],
    {},
  ],
  [
    'an admission that was given counts, and is given again',
    [waiting('a', { most: one }), waiting('b', { most: one, at: -5 })],
    ['a'],
    ['a'],
    { b: 'waiting: 1 of 1 runs of source erp' },
  ],
  [
    'an admission of a run that is no longer in flight is forgotten',
    [waiting('a', { most: one })],
    ['gone'],
    ['a'],
    {},
  ],
  [
    'an orphan is not admitted, but keeps its admission until it is gone',
    [waiting('a', { orphaned: true }), waiting('b', { orphaned: true }), waiting('c', { most: one })],
    ['a'],
    [],
    { c: 'waiting: 1 of 1 runs of source erp' },
  ],
  [
    'an orphan that waited takes no place',
    [waiting('a', { orphaned: true }), waiting('b', { most: one })],
    [],
    ['b'],
    {},
  ],
  [
    'a full source stops no run of another',
    [begun('x'), waiting('a', { most: one }), waiting('b', { most: one, source: 'crm', at: 1 })],
    [],
    ['b'],
    { a: 'waiting: 1 of 1 runs of source erp' },
  ],
  [
    'the instance is full',
    [begun('x', { source: 'crm' }), begun('y', { source: 'hr' }), waiting('a', { most: { ...one, ...two } })],
    [],
    [],
    { a: 'waiting: 2 of 2 runs of the instance' },
  ],
  [
    'without the lease, a run waits for the one that holds it',
    [begun('x', { job: 'sales/a' }), waiting('a', { job: 'sales/a', waits: { leased: false } })],
    [],
    [],
    { a: 'waiting for x' },
  ],
  [
    'one that waited for too long is not admitted',
    [waiting('a', { waits: { until: now.toISOString() } })],
    [],
    [],
    {},
  ],
])('%s', (_name, inFlightRuns, given, expected, blocked) => {
  const decision = decideAdmissions(inFlightRuns, given, now, open);
  expect([...decision.given].sort()).toEqual(expected);
  expect(Object.fromEntries(decision.blocked)).toEqual(blocked);
});

describe('DMS requests', () => {
  const each = firstRequests(waiting('x'));
  const decide = (payable: number, runs: InFlightRun[], given: string[] = []) =>
    decideAdmissions(runs, given, now, { payable });

  test('runs begin in their order while requests can be paid, and the others know how many are before them', () => {
    const runs = [1, 2, 3, 4, 5].map((at) => waiting(`run-${at}`, { at }));
    const { given, blocked } = decide(2 * each + 1, [...runs].reverse());
    expect(given).toEqual(['run-1', 'run-2']);
    expect(Object.fromEntries(blocked)).toEqual({
      'run-3': 'waiting for DMS requests: it is the next run',
      'run-4': 'waiting for DMS requests: 1 run is before it',
      'run-5': 'waiting for DMS requests: 2 runs are before it',
    });
  });

  test('a run that a full source stops takes no requests from others', () => {
    const runs = [begun('x'), waiting('a', { most: one, at: 1 }), waiting('b', { source: 'crm', at: 2 })];
    expect(decide(each, runs).given).toEqual(['b']);
  });

  test.each([
    ['admitted, and its token is not answered', { ...begun('x'), goal: 'admitted' as const }, [], 0],
    ['admitted by a decision that was cut short', waiting('x'), ['x'], 0],
    ['admitted, and paid', begun('x'), [], 1],
    ['an orphan', { ...begun('x', { orphaned: true }), goal: 'admitted' as const }, [], 1],
  ])('requests of a run that is %s', (_, run, given, expected) => {
    const decision = decide(each, [run, waiting('a', { at: 1 })], given);
    expect(decision.given.filter((name) => name === 'a')).toHaveLength(expected);
  });
});

test('while a hold exists, no run is admitted, and an earlier decision is carried out', () => {
  const hold = { name: 'platform', until: '2026-03-01T10:15:00.000Z', reason: 'deployment of the platform' };
  const decision = decideAdmissions([waiting('a'), waiting('b')], ['a'], now, {
    holds: [hold],
    payable: 100,
  });
  expect(decision.given).toEqual(['a']);
  expect(Object.fromEntries(decision.blocked)).toEqual({
    b: 'waiting: deployment of the platform, until 10:15 UTC',
  });
});

/** A world of runs that open, are admitted and end, with polls that are killed before they carry out what they decided. */
test('never admits more than the limits, keeps the order per source, and leaves no room unused', () => {
  const arrival = fc.record({
    source: fc.constantFrom('erp', 'crm', 'hr'),
    lasts: fc.integer({ min: 1, max: 9 }),
  });
  const step = fc.record({ opens: fc.array(arrival, { maxLength: 3 }), isKilled: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 5, maxLength: 40 }),
      fc.integer({ min: 1, max: 3 }),
      (steps, most) => {
        const limits = { source: most, replicationInstance: most + 1 };
        let all: InFlightRun[] = [];
        let given: readonly string[] = [];
        const left = new Map<string, number>();
        const order: string[] = [];
        let opened = 0;
        const quiet = Array.from({ length: 400 }, () => ({ opens: [], isKilled: false }));
        for (const { opens, isKilled } of [...steps, ...quiet]) {
          if (all.length + opens.length === 0) continue;
          for (const { source, lasts } of opens) {
            opened += 1;
            const name = String(opened).padStart(4, '0');
            all.push(waiting(name, { at: opened, source, most: limits }));
            left.set(name, lasts);
          }
          const decision = decideAdmissions(all, given, now, open);
          given = decision.given;
          if (!isKilled)
            all = all.map(({ waits, ...one }) => {
              const begins = waits !== undefined && given.includes(one.run);
              if (begins) order.push(`${one.uses?.source} ${one.run}`);
              return waits === undefined || begins ? one : { ...one, waits };
            });
          const running = all.filter(({ run: name, waits }) => waits === undefined || given.includes(name));
          const wrong: string[] = [];
          if (running.length > limits.replicationInstance) wrong.push('the instance has too many');
          for (const source of ['erp', 'crm', 'hr']) {
            const ofSource = running.filter(({ uses }) => uses?.source === source);
            if (ofSource.length > limits.source) wrong.push(`${source} has too many`);
            const isRoom = ofSource.length < limits.source && running.length < limits.replicationInstance;
            const waits = all.some(
              ({ run: name, uses }) => uses?.source === source && decision.blocked.has(name),
            );
            if (isRoom && waits) wrong.push(`${source} has room for a run that waits`);
          }
          expect(wrong).toEqual([]);
          all = all.filter(({ run: name, waits }) => {
            if (waits !== undefined) return true;
            const more = (left.get(name) ?? 0) - 1;
            left.set(name, more);
            return more > 0;
          });
        }
        expect(all).toEqual([]);
        expect(order).toHaveLength(opened);
        for (const source of ['erp', 'crm', 'hr']) {
          const ofSource = order.filter((one) => one.startsWith(source));
          expect(ofSource).toEqual([...ofSource].sort());
        }
      },
    ),
    { numRuns: 30 },
  );
});
