import type { PublishingPlan } from '../../../../core/planning/publishing-plan';
import type { Outcome } from '../../../../core/runs/record/verdict-shape';
import { failedPublishVerdict, publishesAfter } from '../../../../core/runs/verdict/publish-verdict';
import { verdictOf, verdictWithout } from '../../../../core/runs/verdict/verdict';

const place = { prefix: 'sales/orders', lowerCase: false } as const;
const snapshot: PublishingPlan = { kind: 'snapshot', ...place, keep: 7 };
const arrival: PublishingPlan = {
  kind: 'arrival',
  ...place,
  layout: '{schema}/{table}',
  timeZone: 'UTC',
  partitionBy: 'arrival',
};

test.each([
  ['succeeded', 'snapshot'],
  ['succeeded-with-table-errors', 'snapshot'],
  ['stopped', undefined],
  ['failed', undefined],
  ['resource', undefined],
  ['skipped', undefined],
] as const)('a run that %s has this to publish: %s', (outcome: Outcome, publishes) => {
  expect(publishesAfter({ outcome }, { publishing: snapshot })).toBe(publishes);
  expect(publishesAfter({ outcome }, { publishing: { kind: 'none' } })).toBeUndefined();
});

test('a job that publishes by arrival has only its catalogue to update', () => {
  const outcome = 'succeeded';
  expect(publishesAfter({ outcome }, { publishing: arrival })).toBeUndefined();
  expect(publishesAfter({ outcome }, { publishing: { ...arrival, catalogue: { database: 'x' } } })).toBe(
    'arrival',
  );
});

test('a run that a person stops during its publish is stopped, not succeeded; a published run is unchanged', () => {
  const phases = { opened: '2026-03-01T09:00:00Z' };
  const verdict = verdictOf('succeeded', [], { tables: [] });
  const stopped = verdictWithout('stopped', 'not-judged', 'somebody stopped the execution');
  expect(failedPublishVerdict({ publishes: 'snapshot', phases, verdict }, stopped)).toMatchObject({
    outcome: 'stopped',
    findings: [{ code: 'not-published', detail: 'somebody stopped the execution' }],
  });
  const published = { ...phases, published: '2026-03-01T10:00:00Z' };
  expect(
    failedPublishVerdict({ publishes: 'snapshot', phases: published, verdict }, stopped),
  ).toBeUndefined();
});
