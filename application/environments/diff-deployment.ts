import { createDepartments, type Departments } from '../../aws/departments';
import { createPlatformPlans, type PlatformPlan, type PlatformPlans } from '../../aws/deployed/platform-plan';
import { endpointArns } from '../../aws/dms/endpoint-arns';
import { instanceVersion } from '../../aws/dms/instance-version';
import { createCatalogue } from '../../aws/lake/catalogue';
import { createPlans, type DepartmentPlans } from '../../aws/plans';
import type { ItemChanges, PlanChanges } from '../../core/changes/change';
import { strongest } from '../../core/changes/change';
import type { KnownFacts, ListedTable } from '../../core/changes/known-facts';
import { type DeployedPlan, diffPlans } from '../../core/changes/diff-plans';
import { newEndpoints } from '../../core/changes/left-endpoints';
import { otherPrefix } from '../../core/changes/other-prefix';
import { mapConcurrently } from '../../core/concurrency';
import type { NamedEnvironment } from '../../core/model/environment-names';
import { type NewerDeployment, newerDeployment } from '../../core/model/newer-deployment';
import type { DepartmentPlan, EnvironmentPlan, Plan } from '../../core/planning/plan';
import { unknownName } from '../use-case-error';
import type { DeployedEnvironment } from './deployed-environment';
import { listedTables } from './listed-tables';
import { formerJobs, knownRows, livingTasks } from './known-facts';

/** Changes that a deployment of the files makes. */
export interface DeploymentDiff extends PlanChanges {
  readonly environment: string;
  /** `nothing`: no stack is deployed. `departments`: an earlier version deployed the platform, whose plan is not known. */
  readonly deployed: 'all' | 'departments' | 'nothing';
  /** Present where a newer Lakeferry has deployed the environment. */
  readonly newer?: NewerDeployment;
}

export interface DiffPorts {
  readonly departments: Departments;
  readonly plans: DepartmentPlans;
  readonly platform: PlatformPlans;
  /** Engine version that the replication instance has. */
  readonly engineVersion: () => Promise<string | undefined>;
  /** ARNs by identifier of the endpoints that exist among these. Undefined: the caller may not describe endpoints. */
  readonly endpointArns: (identifiers: readonly string[]) => Promise<ReadonlyMap<string, string> | undefined>;
  /** Tables of a Glue database. Undefined where they cannot be read. */
  readonly tables: (database: string) => Promise<readonly ListedTable[] | undefined>;
}

const cachedDepartments = 1000;
const plansAtOnce = 20;

export function openDiff(environment: NamedEnvironment): DiffPorts {
  return {
    departments: createDepartments(environment, { error: () => undefined }),
    plans: createPlans(undefined, cachedDepartments),
    platform: createPlatformPlans(environment),
    engineVersion: () => instanceVersion(environment),
    endpointArns,
    tables: (database) => listedTables(createCatalogue(), database),
  };
}

/** Compares the deployed plan with that of the files. `deployed`: undefined where no platform stack exists. */
export async function diffDeployment(
  deployed: Pick<DeployedEnvironment, 'history'> | undefined,
  plan: Plan,
  selection: string | undefined,
  now: Date,
  ports: DiffPorts = openDiff(plan.environment),
): Promise<DeploymentDiff> {
  const environment = plan.environment.name;
  if (deployed === undefined) {
    const changes = diffPlans({ departments: [] }, plan, { now, rows: new Map(), tasks: new Map() });
    return { environment, deployed: 'nothing', ...selected(changes, selection, [plan]) };
  }
  const [before, tasks, engineVersion] = await Promise.all([
    readDeployed(ports),
    livingTasks(deployed.history),
    ports.engineVersion(),
  ]);
  const created = [...newEndpoints(before, plan).keys()];
  const leftEndpoints: KnownFacts['leftEndpoints'] =
    created.length === 0 ? undefined : ((await ports.endpointArns(created)) ?? 'denied');
  const isDeployed = new Set(
    before.departments.flatMap(({ jobs }) => jobs.map(({ identity }) => identity.key)),
  );
  const former = await formerJobs(deployed.history, tasks, isDeployed, ports.plans.department);
  const known = {
    now,
    tasks,
    formerJobs: former,
    engineVersion,
    ...(leftEndpoints === undefined ? {} : { leftEndpoints }),
  };
  const first = selected(diffPlans(before, plan, { ...known, rows: new Map() }), selection, [before, plan]);
  const sources = sourcesOf(first, plan);
  const readers = before.departments.flatMap(({ jobs }) => jobs).filter(({ source }) => sources.has(source));
  const rows = readers.length === 0 ? new Map() : await knownRows(deployed.history, readers, now);
  const catalogue = await cataloguesOf(first, [before, plan], ports);
  const changes = diffPlans(before, plan, { ...known, rows, catalogue });
  const newer = newerDeployment(before.platform?.deployedBy);
  return {
    environment,
    deployed: before.platform === undefined ? 'departments' : 'all',
    ...(newer === undefined ? {} : { newer }),
    ...selected(changes, selection, [before, plan]),
  };
}

/** Difference where the environment is deployed with other names, as the stack `other`. */
export function differentNames(environment: EnvironmentPlan, other: string): DeploymentDiff {
  return { environment: environment.name, deployed: 'nothing', ...otherPrefix(environment, other) };
}

interface ReadPlan extends DeployedPlan {
  readonly platform?: PlatformPlan;
}

async function readDeployed({ departments, plans, platform }: DiffPorts): Promise<ReadPlan> {
  const [shared, found] = await Promise.all([platform.deployed(), departments.deployed()]);
  const read = await mapConcurrently(plansAtOnce, [...found.values()], ({ plan }) => plans.department(plan));
  return { departments: read, ...(shared === undefined ? {} : { platform: shared }) };
}

/** Sources of the jobs with more tables, whose rows are worth reading. */
function sourcesOf({ items }: PlanChanges, plan: Plan): ReadonlySet<string> {
  const grown = items
    .filter(({ what, changes }) => what === 'job' && changes.some(({ sign }) => sign === '+'))
    .map(({ name }) => name);
  const jobs = plan.departments.flatMap((department) => department.jobs);
  return new Set(jobs.filter(({ identity }) => grown.includes(identity.key)).map(({ source }) => source));
}

/** Tables of the Glue databases of the departments whose jobs differ. */
async function cataloguesOf(
  { items }: PlanChanges,
  plans: readonly Departmental[],
  { tables }: DiffPorts,
): Promise<ReadonlyMap<string, readonly ListedTable[]>> {
  const differing = new Set(items.filter(({ what }) => what === 'job').map(({ name }) => name));
  const jobs = plans.flatMap(({ departments }) => departments.flatMap((one) => one.jobs));
  const databases = new Set(
    jobs
      .filter(({ identity }) => differing.has(identity.key))
      .flatMap(({ publishing }) =>
        publishing.kind === 'none' || publishing.catalogue === undefined ? [] : publishing.catalogue.database,
      ),
  );
  const read = await mapConcurrently(plansAtOnce, [...databases], async (database) => {
    const listed = await tables(database);
    return listed === undefined ? [] : [[database, listed] as const];
  });
  return new Map(read.flat());
}

type Departmental = { readonly departments: readonly DepartmentPlan[] };

/** Changes of a department or a job, with those of what departments share. Throws for a name that neither plan has. */
function selected(
  changes: PlanChanges,
  selection: string | undefined,
  plans: readonly Departmental[],
): PlanChanges {
  if (selection === undefined) return changes;
  const known = plans.flatMap(({ departments }) =>
    departments.flatMap(({ name, jobs, loads = [] }) => [
      name,
      ...[...jobs, ...loads].map(({ identity }) => identity.key),
    ]),
  );
  if (!known.includes(selection)) {
    const isJob = selection.includes('/');
    const names = known.filter((name) => name.includes('/') === isJob);
    throw unknownName(isJob ? 'job' : 'department', selection, [...new Set(names)].sort());
  }
  const items = changes.items.filter((item) => isAbout(item, selection));
  return { class: strongest(items), items };
}

function isAbout({ what, name }: ItemChanges, selection: string): boolean {
  if (what === 'environment' || what === 'source' || what === 'target') return true;
  return name === selection || name.startsWith(`${selection}/`) || selection.startsWith(`${name}/`);
}
