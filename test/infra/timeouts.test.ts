import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ofType, synthesize } from '../helpers/infra/stacks';
import { samplePlan } from '../helpers/runs/plan';

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
}

const { States: states }: { States: Readonly<Record<string, State>> } = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'statemachine', 'migration.asl.json'), 'utf8'),
);

test('a state waits for longer than its function may take, so that Lambda’s own error is seen', () => {
  const resources = synthesize(samplePlan()).get('lakeferry-dev-platform')?.resources ?? {};
  const functions = ofType(resources, 'AWS::Lambda::Function');
  const waiting = Object.entries(states).filter(
    ([, { Type, Resource = '' }]) => Type === 'Task' && !Resource.endsWith('.waitForTaskToken'),
  );
  expect(waiting.length).toBeGreaterThan(4);
  for (const [name, { TimeoutSeconds }] of waiting) {
    const [, found] = functions.find(([id]) => id.startsWith(`Functions${name}`)) ?? [];
    expect([name, Number(TimeoutSeconds) > Number(found?.Properties?.['Timeout'])]).toEqual([name, true]);
  }
});
