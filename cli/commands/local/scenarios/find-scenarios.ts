import { didYouMean } from '../../../../core/nearest-name';
import type { Plan } from '../../../../core/planning/plan';
import { wrongUse } from '../../../errors/exit-codes';
import type { PlayedScenario } from '../../../local-environment/scenario';
import type { Scenario } from './scenario';
import { scenarios } from './scenarios';
import { scenarioList } from '../../../local-environment/scenario-summaries';

/** Scenarios by their names, for the jobs of a plan. Throws for a name that none has, and for a scenario without a job. */
export function findScenarios(names: readonly string[], plan: () => Plan): readonly PlayedScenario[] {
  const found = [...new Set(names)].map(named);
  return found.map((scenario) => {
    const played = scenario.play(plan());
    if (played === undefined)
      throw wrongUse(
        `the scenario "${scenario.name}" needs ${scenario.needs}, and the configuration has none`,
        {
          fix: 'choose another scenario, or enable such a job',
        },
      );
    return played;
  });
}

function named(name: string): Scenario {
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario !== undefined) return scenario;
  const { hint = 'write one of these' } = didYouMean(
    name,
    scenarios.map((one) => one.name),
  );
  throw wrongUse(`"${name}" is not a scenario: ${hint}\n${scenarioList()}`);
}
