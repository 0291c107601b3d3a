import type { Action } from '../../command/invocation';
import { upDetached } from '../../local-environment/detached';
import { upInForeground } from '../../local-environment/foreground';
import { planOf } from '../../environment/plan-of';
import { pathIn } from '../../shell';
import { findScenarios } from './scenarios/find-scenarios';

interface Input {
  readonly detach: boolean;
  readonly port: number | undefined;
  readonly data: string | undefined;
  readonly scenario: string[] | undefined;
}

export const localUp: Action<Input> = async ({ detach, port, data, scenario = [] }, invocation) => {
  const options = {
    port,
    data: data === undefined ? undefined : pathIn(invocation.shell, data),
    scenarios: findScenarios(scenario, () => planOf(invocation, 'local')),
  };
  if (!detach) return upInForeground(invocation, options);
  await upDetached(invocation, options);
  return undefined;
};
