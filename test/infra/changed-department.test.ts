import { synthesize } from '../helpers/infra/stacks';
import { sampleDepartment, sampleJob, samplePlan } from '../helpers/runs/plan';

test('a changed department changes only its own stack', () => {
  const before = synthesize(samplePlan());
  const [hr] = samplePlan().departments;
  const after = synthesize(
    samplePlan({
      departments: [
        ...(hr === undefined ? [] : [hr]),
        sampleDepartment({
          jobs: [sampleJob({ department: 'sales', job: 'orders-daily', tables: ['invoices'] })],
        }),
      ],
    }),
  );
  const changed = [...before].flatMap(([name, { template }]) =>
    JSON.stringify(template.toJSON()) === JSON.stringify(after.get(name)?.template.toJSON()) ? [] : [name],
  );
  expect(changed).toEqual(['lakeferry-dev-sales']);
});
