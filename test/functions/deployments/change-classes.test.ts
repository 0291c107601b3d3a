import type { PlanChanges } from '../../../core/changes/change';
import { diffPlans } from '../../../core/changes/diff-plans';
import type { KnownFacts } from '../../../core/changes/known-facts';
import type { Plan } from '../../../core/planning/plan';
import { edits } from '../../helpers/changes/forty-edits';
import { observeLocal } from '../../helpers/changes/observe-local';
import { rejections } from '../../helpers/changes/observe-stacks';
import { deployedPlan, planOfSample, sampleConfig } from '../../helpers/changes/sample-config';

function diff(before: Plan, after: Plan, known: Partial<KnownFacts>) {
  const facts = { now: new Date('2026-11-21T12:00:00Z'), rows: new Map(), ...known };
  return diffPlans(deployedPlan(before), after, facts);
}

const sample = planOfSample(sampleConfig());

/** Keys of the jobs whose tasks stop, by the words of `lakeferry diff`. */
function stoppedOf({ items }: PlanChanges): readonly string[] {
  const stopped = items.flatMap(({ what, name, class: one, effects }) => [
    ...(what === 'job' && ['stop-and-modify', 'new-task'].includes(one) ? [name] : []),
    ...effects.flatMap((text) => /^(\S+\/\S+): task (?:stops|is moved)/.exec(text)?.[1] ?? []),
  ]);
  return [...new Set(stopped)].sort();
}

test('there are at least 40 kinds of change', () => {
  expect(edits.length).toBeGreaterThanOrEqual(40);
});

test.each(edits)('$name: the local cloud does what the class $is says', async (change) => {
  const { edit, is, before: editsBefore = [], isCleared, isUnknown = false } = change;
  const config = sampleConfig();
  const later = editsBefore.map((one) => {
    one(config);
    return planOfSample(config);
  });
  const before = later.at(-1) ?? sample;
  edit(config);
  const after = planOfSample(config);
  if (isUnknown) {
    expect(rejections(before, after)).not.toEqual([]);
    expect(diff(before, after, {}).class).toBe(is);
    return;
  }
  const found = await observeLocal({ deployed: [sample, ...later], after, isCleared });
  expect(found.problem ?? '').not.toContain('not supported by the local cloud');
  const said = diff(before, after, { leftEndpoints: found.endpoints });
  expect([said.class, found.class]).toEqual([is, is]);
  if (is !== 'refused') expect(stoppedOf(said)).toEqual(found.stopped);
});
