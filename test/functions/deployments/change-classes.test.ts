import type { ChangeClass } from '../../../core/changes/change';
import { diffPlans } from '../../../core/changes/diff-plans';
import type { Plan } from '../../../core/planning/plan';
import { edits } from '../../helpers/changes/forty-edits';
import { observeTask } from '../../helpers/changes/observe-task';
import { stackUpdate } from '../../helpers/changes/observe-stacks';
import { planOfSample, sampleConfig } from '../../helpers/changes/sample-config';

const facts = { now: new Date('2026-11-21T12:00:00Z'), rows: new Map() };

/** Class of what CloudFormation, polls, functions and DMS do after the deployment. */
async function observed(before: Plan, after: Plan, job: string): Promise<ChangeClass> {
  const update = stackUpdate(before, after);
  if (update.rejected.length > 0) return 'refused';
  const living = followers(before).some(({ name }) => name === job);
  const task =
    living && jobOf(before, job) !== jobOf(after, job)
      ? await observeTask(job, before, after, update.holds)
      : undefined;
  if (task?.isRefused) {
    // It is refused before the task is touched.
    expect([task.calls, task.status]).toEqual([[], 'running']);
    return 'refused';
  }
  const used = followers(before).flatMap(({ endpoints }) => endpoints);
  if (task?.calls.includes('deleteTask')) {
    expect(task.status).toBe(task.mode === 'full-load' ? 'none' : 'running');
    return 'new-task';
  }
  if (task?.calls.includes('stopTask') || update.touched.some((name) => used.includes(name)))
    return 'stop-and-modify';
  expect(task?.calls ?? []).toEqual([]);
  return update.isSame ? 'none' : 'live';
}

function jobOf({ departments }: Plan, name: string): string {
  return JSON.stringify(
    departments.flatMap(({ jobs }) => jobs.filter(({ identity }) => identity.job === name)),
  );
}

/** Jobs whose tasks run, with the names of the endpoints and the instance that they use. */
function followers(plan: Plan) {
  return plan.departments
    .flatMap(({ jobs }) => jobs)
    .filter(({ mode }) => mode !== 'full-load')
    .map(({ identity, source, target, targetEngine }) => ({
      name: identity.job,
      endpoints: [
        'instance',
        `lakeferry-dev-${source}`,
        targetEngine === 's3' ? `${identity.slug}-target` : `lakeferry-dev-${target}`,
      ],
    }));
}

test('there are at least 40 kinds of change', () => {
  expect(edits.length).toBeGreaterThanOrEqual(40);
});

test.each(edits)('$name: the class $is is what the deployment does', async ({ edit, is, job = 'live' }) => {
  const config = sampleConfig();
  const before = planOfSample(config);
  edit(config);
  const after = planOfSample(config);
  const { departments, ...platform } = before;
  const diff = diffPlans({ platform, departments }, after, facts);
  expect(diff.class).toBe(is);
  expect(await observed(before, after, job)).toBe(is);
});
