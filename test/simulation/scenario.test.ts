import { loadConfig } from '../../core/config/load-config';
import { planMigrations } from '../../core/planning/plan-migrations';
import { environmentName } from '../../simulation/scenario/draw-departments';
import { configFilesOf } from '../../simulation/scenario/config-files';
import { drawScenario } from '../../simulation/scenario/draw-scenario';

const seeds = Array.from({ length: 150 }, (_, index) => index + 1);
const scenarios = seeds.map((seed) => drawScenario(seed));

describe('a scenario', () => {
  it('is the same for the same seed, as JSON', () => {
    for (const seed of [1, 2, 3]) {
      const text = JSON.stringify(drawScenario(seed));
      expect(JSON.stringify(drawScenario(seed))).toBe(text);
      expect(JSON.stringify(JSON.parse(text))).toBe(text);
      expect(JSON.stringify(drawScenario(seed + 1))).not.toBe(text);
    }
  });

  it('is a valid configuration at its start and after each deployment', () => {
    for (const scenario of scenarios) {
      const now = new Date(scenario.startsAt);
      const deployed = scenario.timeline.flatMap((one) => ('deploy' in one ? [one.deploy] : []));
      for (const departments of [
        scenario.departments,
        ...deployed.map((changed) =>
          scenario.departments.map((one) => (one.department === changed.department ? changed : one)),
        ),
      ]) {
        const loaded = loadConfig(configFilesOf({ ...scenario, departments }), now);
        const problems = loaded.ok ? [] : loaded.problems;
        expect(problems.map(({ path, message }) => `${scenario.seed}: ${path} ${message}`)).toEqual([]);
        if (loaded.ok) expect(planMigrations(loaded.config, environmentName).departments).not.toEqual([]);
      }
    }
  });

  it('has all modes, faults and acts among some seeds', () => {
    const text = JSON.stringify(scenarios);
    for (const word of [
      '"cdc"',
      '"full-load-and-cdc"',
      '"queue"',
      '"cancel-previous"',
      '"clock-jump"',
      '"rollback"',
    ])
      expect(text).toContain(word);
    const counts = scenarios.map(({ departments }) => departments.flatMap(({ jobs }) => jobs).length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...counts)).toBeLessThanOrEqual(8);
  });
});
