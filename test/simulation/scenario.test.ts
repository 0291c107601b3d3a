import { loadConfig } from '../../core/config/load-config';
import { modes } from '../../core/model/mode';
import { notifyPolicies, overlapPolicies } from '../../core/model/notify-policies';
import { planMigrations } from '../../core/planning/plan-migrations';
import { commands } from '../../simulation/actors/act';
import { hanging, lies, stopReasons } from '../../simulation/faults/draw-faults';
import {
  callFaults,
  describeFaults,
  eventFaults,
  type Fault,
  isFault,
  scheduleFaults,
} from '../../simulation/faults/fault';
import { environmentName } from '../../simulation/scenario/draw-departments';
import { configFilesOf } from '../../simulation/scenario/config-files';
import { drawScenario } from '../../simulation/scenario/draw-scenario';

/** Faults of the reliability page. */
const allFaults: readonly Fault['fault'][] = [
  ...callFaults,
  ...eventFaults,
  ...scheduleFaults,
  ...describeFaults,
  'notification-outage',
  'source-outage',
  'clock-jump',
  'table-error',
  'tasks-hang',
  'status-lie',
  'task-failed',
  'task-stopped',
  'execution-stopped',
];

/** Values of one member, where it exists. */
function valuesOf(all: readonly object[], member: string): ReadonlySet<unknown> {
  return new Set(all.flatMap((one) => (Object.hasOwn(one, member) ? [Reflect.get(one, member)] : [])));
}

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

  it('has all modes, policies, faults and acts among some seeds', () => {
    const jobs = scenarios.flatMap(({ departments }) => departments.flatMap((one) => one.jobs));
    expect(new Set(jobs.map(({ mode }) => mode))).toEqual(new Set(modes));
    expect(new Set(jobs.map(({ overlap }) => overlap))).toEqual(new Set([...overlapPolicies, undefined]));
    expect(new Set(jobs.map(({ notify }) => notify?.policy))).toEqual(new Set(notifyPolicies));
    const happenings = scenarios.flatMap(({ timeline }) => timeline);
    const faults = happenings.filter(isFault);
    expect(new Set(faults.map(({ fault }) => fault))).toEqual(new Set(allFaults));
    expect(valuesOf(faults, 'stopReason')).toEqual(new Set(stopReasons));
    expect(valuesOf(faults, 'status')).toEqual(new Set([...hanging, ...lies]));
    const acts = happenings.flatMap((one) => (isFault(one) ? [] : [one]));
    expect(valuesOf(acts, 'command')).toEqual(new Set(commands));
    const changes = acts.flatMap((one) => ('deploy' in one ? [one.change.split(' ')[0]] : []));
    expect(new Set(changes)).toEqual(
      new Set(['schedule', 'table', 'disable', 'settings', 'remove', 'endpoint', 'undo']),
    );
    const counts = scenarios.map(({ departments }) => departments.flatMap(({ jobs }) => jobs).length);
    expect(Math.min(...counts)).toBe(3);
    expect(Math.max(...counts)).toBe(8);
  });
});
