import { breakableJob } from '../../../../cli/commands/demo/break-and-repair';
import type { Plan } from '../../../../core/planning/plan';
import { samplePlan } from '../../../helpers/runs/plan';

/** Plan whose jobs send messages to these channels. */
function planWith(jobChannels: readonly string[]): Plan {
  const plan = samplePlan();
  return {
    ...plan,
    departments: plan.departments.map((department) => ({
      ...department,
      channels: [
        { kind: 'topic', name: 'other', arn: 'arn:other' },
        { kind: 'webhook', name: 'hook', url: 'https://example.com', header: 'x' },
        { kind: 'department-topic', name: 'email', email: 'hr@example.com' },
      ],
      jobs: department.jobs.map((job) => ({ ...job, notify: { policy: 'edge', channels: jobChannels } })),
    })),
  };
}

it('reads the messages of the job from a topic to which this job sends', () => {
  expect(breakableJob(planWith(['hook', 'email']))).toMatchObject({
    channel: 'email',
    job: { mode: 'full-load' },
  });
});

it('shows no job whose messages go to no topic', () => {
  expect(breakableJob(planWith(['hook']))).toBeUndefined();
  expect(breakableJob(samplePlan())).toBeUndefined();
});
