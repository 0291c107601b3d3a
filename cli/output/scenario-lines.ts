import type { PlayedScenario } from '../local-environment/scenario';
import type { Shell } from '../shell';
import { hangingIndent, wrapped } from './hanging-indent';

/** Effect of a scenario, and the commands that show it. */
export function scenarioLines(shell: Shell, { name, happens, next }: PlayedScenario): readonly string[] {
  const width = shell.width();
  const longest = Math.max(...next.map(([command]) => command.length));
  return [
    '',
    ...wrapped(`Scenario ${name}: ${happens}`, width),
    ...next.flatMap(([command, shows]) => hangingIndent(`  ${command.padEnd(longest)}  `, shows, width)),
  ];
}
