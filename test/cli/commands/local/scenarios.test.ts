import { findScenarios } from '../../../../cli/commands/local/scenarios/find-scenarios';
import { scenarios } from '../../../../cli/commands/local/scenarios/scenarios';
import { scenarioList } from '../../../../cli/local-environment/scenario-summaries';
import { planOf } from '../../../../cli/environment/plan-of';
import { scenarioLines } from '../../../../cli/output/scenario-lines';
import { lakeferry, scriptedShell } from '../../../helpers/scripted-shell';
import { sampleDepartment, samplePlan } from '../../../helpers/runs/plan';

const shell = scriptedShell();
const plan = () =>
  planOf({ shell, options: { config: 'config', environment: 'local', environmentGiven: true, json: false } });
const names = scenarios.map(({ name }) => name);

test('every scenario fits 80 columns, and names what to run next', () => {
  for (const scenario of findScenarios(names, plan)) {
    const lines = scenarioLines(shell, scenario);
    expect(lines[1]).toMatch(new RegExp(`^Scenario ${scenario.name}: [A-Z]`));
    expect(lines.filter((line) => line.startsWith('  lakeferry ')).length).toBe(scenario.next.length);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  }
  for (const line of scenarioList().split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('the failing table is one that no other job loads', () => {
  const [scenario] = findScenarios(['failing-table'], plan);
  expect(scenario?.happens).toContain('HR.SALARIES of hr/people-nightly');
});

test('a name that no scenario has is refused with the nearest name and all names', async () => {
  const { exitCode, stderr } = await lakeferry(['local', 'up', '--scenario', 'slow-sorce,lost-events']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('"slow-sorce" is not a scenario: did you mean "slow-source"?');
  for (const name of names) expect(stderr).toContain(name);
});

test('a scenario without a job that shows it is refused', () => {
  const single = samplePlan({ departments: [sampleDepartment({ jobs: [] })] });
  for (const { name, needs } of scenarios)
    expect(() => findScenarios([name], () => single)).toThrow(
      `the scenario "${name}" needs ${needs}, and the configuration has none`,
    );
});
