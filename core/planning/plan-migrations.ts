import type { Config } from '../config/config';
import type { Source, SourceOverride } from '../config/connections-schema';
import { didYouMean } from '../config/nearest-name';
import { sourceEndpointIdentifier } from './job-identity';
import type { DepartmentPlan, Plan, SourcePlan } from './plan';
import { planEnvironment } from './plan-environment';
import { planJob } from './plan-job';

export class UnknownEnvironment extends Error {
  override readonly name = 'UnknownEnvironment';

  constructor(
    readonly environment: string,
    readonly known: readonly string[],
  ) {
    const hint = didYouMean(environment, known).hint;
    super(`there is no environment "${environment}": ${hint ?? `there are ${known.join(', ') || 'none'}`}`);
  }
}

/**
 * What the configuration comes to in one environment. The same files give the same bytes.
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
    planSource(environmentName, name, source, environment.connections?.[name] ?? {}),
  );
  const departments = config.departments.map(
    (department): DepartmentPlan => ({
      name: department.department,
      owner: department.owner,
      ...(department.description === undefined ? {} : { description: department.description }),
      tags: { ...environmentPlan.tags, ...department.tags },
      jobs: department.jobs
        .map((job) => planJob(environmentPlan, department, job, allSources))
        .sort((a, b) => (a.identity.job < b.identity.job ? -1 : 1)),
    }),
  );
  const jobs = departments.flatMap((department) => department.jobs);
  const used = (names: readonly string[]): string[] => [...new Set(names)].sort();
  const usedSources = used(jobs.map((job) => job.source));
  const others = allSources.filter(({ name }) => !usedSources.includes(name));
  return {
    version: 1,
    environment: environmentPlan,
    sources: usedSources.flatMap((name) => allSources.find((source) => source.name === name) ?? []),
    targets: used(jobs.map((job) => job.target)).map((name) => ({ name, engine: 's3' })),
    ...(others.length === 0 ? {} : { otherSources: others }),
    departments,
  };
}

function planSource(environment: string, name: string, source: Source, override: SourceOverride): SourcePlan {
  const engine = override.engine ?? source.engine;
  const certificate = override.certificate ?? source.certificate;
  const written = override.ssl ?? source.ssl;
  const sslMode = written ?? defaultSsl(engine, certificate);
  const thick = override.thick ?? source.thick ?? false;
  const attributes = { ...source['connection-attributes'], ...override['connection-attributes'] };
  return {
    name,
    engine,
    secretName: override.secret ?? source.secret,
    databaseName: override.database ?? source.database,
    sslMode,
    ...(certificate === undefined || !sslMode.startsWith('verify-') ? {} : { certificateArn: certificate }),
    endpointIdentifier: sourceEndpointIdentifier(environment, name),
    extraConnectionAttributes: Object.entries(attributes)
      .map(([key, value]) => `${key}=${value}`)
      .join(';'),
    ...(thick && engine === 'oracle' ? { thick } : {}),
    ...(written === undefined ? { sslModeIsDefault: true } : {}),
  };
}

/** DMS's own is none. Oracle takes only none and verify-ca, and that needs a certificate. */
function defaultSsl(engine: Source['engine'], certificate: string | undefined): SourcePlan['sslMode'] {
  if (engine !== 'oracle') return 'require';
  return certificate === undefined ? 'none' : 'verify-ca';
}
