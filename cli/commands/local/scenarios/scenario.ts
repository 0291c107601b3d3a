import type { Plan } from '../../../../core/planning/plan';
import type { ScenarioName } from '../../../local-environment/scenario-summaries';
import type { PlayedScenario } from '../../../local-environment/scenario';

/** Named faults. */
export interface Scenario {
  readonly name: ScenarioName;
  /** Job that the plan needs, such as `a full load of several tables`. */
  readonly needs: string;
  /** Undefined: the plan has no such job. */
  play(plan: Plan): PlayedScenario | undefined;
}
