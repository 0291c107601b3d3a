import { ofType, synthesize } from '../helpers/infra/stacks';
import { samplePlan } from '../helpers/runs/plan';

const stacks = [...synthesize(samplePlan())].map(([name, { resources }]) => ({ name, resources }));

/** Logical IDs of the functions that a rule or a schedule of the stack invokes. Both invoke asynchronously. */
function asynchronous(resources: (typeof stacks)[number]['resources']): readonly string[] {
  const functions = ofType(resources, 'AWS::Lambda::Function').map(([id]) => id);
  const targets = [
    ...ofType(resources, 'AWS::Events::Rule').map(([, rule]) => rule.Properties?.['Targets']),
    ...ofType(resources, 'AWS::Scheduler::Schedule').map(([, schedule]) => schedule.Properties?.['Target']),
  ].map((target) => JSON.stringify(target));
  return functions.filter((id) => targets.some((target) => target.includes(`"${id}"`)));
}

test('each function that is invoked asynchronously says how often Lambda tries it, and for how long', () => {
  const platform = stacks.find(({ name }) => name.endsWith('-platform'))?.resources ?? {};
  expect(asynchronous(platform).map((id) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(
    expect.arrayContaining(['FunctionsPollTasks', 'FunctionsCheckSource']),
  );
  for (const { resources } of stacks) {
    const configured = ofType(resources, 'AWS::Lambda::EventInvokeConfig').map(([, { Properties }]) => ({
      id: Object(Properties?.['FunctionName'])['Ref'],
      retries: Properties?.['MaximumRetryAttempts'],
      age: Properties?.['MaximumEventAgeInSeconds'],
    }));
    for (const id of asynchronous(resources))
      expect(configured.find((config) => config.id === id)).toMatchObject({
        retries: 0,
        age: id.includes('PollTasks') ? 60 : 3600,
      });
  }
});
