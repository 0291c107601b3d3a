import type { Config } from '../config/schema/config';
import { didYouMean } from '../nearest-name';
import type { DepartmentPlan, Plan } from './plan';
import { planSource, planTarget } from './plan-connections';
import { planEnvironment } from './plan-environment';
import { planJob } from './plan-job';
import { planLoads } from './plan-load';
import { planChannels } from './follow-ups/plan-notify';

export class UnknownEnvironment extends Error {
  override readonly name = 'UnknownEnvironment';

  constructor(
    readonly environment: string,
    readonly known: readonly string[],
  ) {
    const hint = didYouMean(environment, known).hint;
    super(`"${environment}" is not an environment: ${hint ?? `environments: ${known.join(', ') || 'none'}`}`);
  }
}

/**
 * Plan of one environment. The same files always give the same bytes.
 * @throws UnknownEnvironment
 */
export function planMigrations(config: Config, environmentName: string): Plan {
  const environment = config.environments.find((one) => one.environment === environmentName);
  if (environment === undefined)
    throw new UnknownEnvironment(
      environmentName,
      config.environments.map((one) => one.environment),
    );

  const environmentPlan = planEnvironment(environment);
  const allSources = Object.entries(config.connections.sources).map(([name, source]) =>
    planSource(environmentPlan, name, source, environment.connections?.[name] ?? {}),
  );
  const allTargets = Object.entries(config.connections.targets).map(([name, target]) =>
    planTarget(environmentPlan, name, target, environment.connections?.[name] ?? {}),
  );
  const departments = config.departments.map(
    (department): DepartmentPlan => ({
      name: department.department,
      owner: department.owner,
      ...(department.description === undefined ? {} : { description: department.description }),
      tags: { ...environmentPlan.tags, ...department.tags },
      jobs: department.jobs
        .map((job) => planJob(environmentPlan, environment, department, job, allSources, allTargets))
        .sort((a, b) => (a.identity.job < b.identity.job ? -1 : 1)),
      ...planChannels(environment, department),
      ...planLoads(environment, department, allTargets),
    }),
  );
  const jobs = departments.flatMap((department) => department.jobs);
  const loads = departments.flatMap((department) => department.loads ?? []);
  const used = (names: readonly string[]): string[] => [...new Set(names)].sort();
  const usedSources = used(jobs.map((job) => job.source));
  const usedTargets = used([
    ...jobs.map((job) => job.target),
    ...loads.map((load) => load.target.connection),
  ]);
  const others = allSources.filter(({ name }) => !usedSources.includes(name));
  const otherTargets = allTargets.filter(
    ({ name, engine }) => engine !== 's3' && !usedTargets.includes(name),
  );
  return {
    version: 1,
    environment: environmentPlan,
    sources: usedSources.flatMap((name) => allSources.find((source) => source.name === name) ?? []),
    targets: usedTargets.flatMap((name) => allTargets.find((target) => target.name === name) ?? []),
    ...(others.length === 0 ? {} : { otherSources: others }),
    ...(otherTargets.length === 0 ? {} : { otherTargets }),
    departments,
  };
}
