import type { Plan } from '../../../core/planning/plan';
import { platformStackName } from '../../../infra/names';
import { type SynthesizedStack, synthesize, synthesizeDepartments } from '../infra/stacks';

const platforms = new Map<string, SynthesizedStack>();
const plans = new Map<string, ReadonlyMap<string, SynthesizedStack>>();

/** Stacks of a plan by name, the platform first. */
export function synthesizedStacks(plan: Plan): ReadonlyMap<string, SynthesizedStack> {
  const key = JSON.stringify(plan);
  const found = plans.get(key) ?? synthesized(plan);
  plans.set(key, found);
  return found;
}

/** Most edits leave the platform's stack as it is, which takes the longest. */
function synthesized(plan: Plan): ReadonlyMap<string, SynthesizedStack> {
  const { departments, ...shared } = plan;
  const used = departments.map(({ channels, jobs }) => [
    channels,
    jobs.map(({ source, target, namedEndpoints, replicationInstance }) => [
      ...[source, target, namedEndpoints, replicationInstance],
    ]),
  ]);
  const key = JSON.stringify([shared, used]);
  const name = platformStackName(plan.environment.name);
  const known = platforms.get(key);
  if (known !== undefined) return new Map([[name, known], ...synthesizeDepartments(plan)]);
  const stacks = synthesize(plan);
  const platform = stacks.get(name);
  if (platform === undefined) throw new Error(`there is no stack ${name}`);
  platforms.set(key, platform);
  return new Map([[name, platform], ...stacks]);
}
