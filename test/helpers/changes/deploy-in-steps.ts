import { diffPlans } from '../../../core/changes/diff-plans';
import { jobsOnOwnEndpoint } from '../../../core/planning/existing/named-resources';
import { departmentStackName, platformStackName } from '../../../infra/names';
import { deployedPlan, planOfSample, type SampleConfig } from './sample-config';
import { synthesizedStacks } from './synthesized-stacks';

/** Exports and imports of a template. */
interface Linked {
  /** Values by name: CloudFormation changes none that is in use. */
  readonly exports: ReadonlyMap<string, string>;
  readonly imports: ReadonlySet<string>;
}

/** Stacks that are deployed, with CloudFormation's rules about exports. */
class Account {
  readonly #stacks = new Map<string, Linked>();
  files: SampleConfig;

  constructor(files: SampleConfig) {
    this.files = files;
    this.deployAll(files);
  }

  /** As `cdk deploy --all`: the platform first, as all departments depend on it. */
  deployAll(files: SampleConfig): void {
    for (const [name, stack] of linkedStacks(files)) this.#deploy(name, stack);
    this.files = files;
  }

  deployDepartments(files: SampleConfig): void {
    const platform = platformStackName('dev');
    for (const [name, stack] of linkedStacks(files)) if (name !== platform) this.#deploy(name, stack);
  }

  deleteDepartment(department: string): void {
    this.#stacks.delete(departmentStackName('dev', department));
  }

  get stacks(): readonly string[] {
    return [...this.#stacks.keys()];
  }

  #deploy(name: string, stack: Linked): void {
    const others = [...this.#stacks].filter(([other]) => other !== name).map(([, other]) => other);
    for (const one of stack.imports)
      if (!others.some(({ exports }) => exports.has(one)))
        throw new Error(`${name}: no export named ${one} found`);
    for (const [one, value] of this.#stacks.get(name)?.exports ?? [])
      if (stack.exports.get(one) !== value && others.some(({ imports }) => imports.has(one)))
        throw new Error(`${name}: the export ${one} is in use`);
    this.#stacks.set(name, stack);
  }
}

export interface Deployed {
  /** What CloudFormation says to `--all` without any step. Undefined: it accepts that. */
  readonly rejected: string | undefined;
  /** Steps that were applied, in their order. */
  readonly steps: readonly string[];
  /** Stacks at the end. */
  readonly stacks: readonly string[];
}

/** Deploys `before`, then applies the steps that `diff` prints for `after`, or `--all` where it prints none. Throws where CloudFormation rejects one. */
export function deployInSteps(before: SampleConfig, after: SampleConfig): Deployed {
  const account = new Account(before);
  const steps = applySteps(account, after);
  return { rejected: rejectionOf(before, after), steps, stacks: account.stacks };
}

function rejectionOf(before: SampleConfig, after: SampleConfig): string | undefined {
  try {
    new Account(before).deployAll(after);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function applySteps(account: Account, after: SampleConfig): readonly string[] {
  // Without tasks, all steps are about stacks.
  const facts = { now: new Date('2026-11-21T12:00:00Z'), rows: new Map(), tasks: new Map() };
  const { items } = diffPlans(deployedPlan(planOfSample(account.files)), planOfSample(after), facts);
  const steps = [...new Set(items.flatMap((item) => item.steps))];
  const done: string[] = [];
  for (const step of steps) {
    done.push(step);
    const [, gone] = /^delete the stacks of ([^:]+): docs/.exec(step) ?? [];
    if (gone !== undefined) for (const name of gone.split(', ')) account.deleteDepartment(name);
    else if (step.startsWith('leave the environment as it is for now')) {
      const { environment, instance } = account.files;
      done.push(...applySteps(account, { ...structuredClone(after), environment, instance }));
    } else if (step.startsWith('deploy each department with --exclusively')) {
      account.deployDepartments(after);
      account.deployAll(after);
      // What others need was in the steps before.
      return done;
    } else if (step.startsWith('for now, ')) account.deployAll(withKept(step, account.files, after));
    else if (step.startsWith('when the runs that began before have ended')) account.deployAll(after);
    else if (!step.startsWith('delete the tasks')) throw new Error(`a step that nobody can follow: ${step}`);
  }
  account.deployAll(after);
  return done;
}

/** Files of the first deployment of two. */
function withKept(step: string, before: SampleConfig, after: SampleConfig): SampleConfig {
  const kept = structuredClone(after);
  const [, list = ''] = /^for now, (.*); deploy everything with --all$/.exec(step) ?? [];
  for (const part of list.split('; ')) {
    const [, kind, name = ''] = /the (source|target) ([\w-]+)/.exec(part) ?? [];
    const [all, old] = kind === 'target' ? [kept.targets, before.targets] : [kept.sources, before.sources];
    if (part.startsWith('keep the secret')) all[name] = { ...all[name], ...pick(old[name], 'secret') };
    else {
      if (old[name] === undefined) throw new Error(`${name} was not in the files`);
      all[name] = structuredClone(old[name]);
    }
    const [, key = '', arn = ''] = /give its jobs existing: (\S+): (\S+)$/.exec(part) ?? [];
    if (arn !== '') giveJobs(kept, kind === 'target' ? 'target' : 'source', name, { [key]: arn });
  }
  return kept;
}

function giveJobs(
  files: SampleConfig,
  what: 'source' | 'target',
  name: string,
  endpoint: Record<string, string>,
): void {
  const jobs = planOfSample(files).departments.flatMap((department) => department.jobs);
  for (const { identity } of jobsOnOwnEndpoint(what, name, jobs)) {
    const all = identity.department === 'sales' ? files.jobs : files.others?.[identity.department]?.jobs;
    const job = all?.[identity.job];
    if (job === undefined) throw new Error(`${identity.key} is not in the files`);
    const { dev = {} } = Object(job['existing'] ?? {});
    job['existing'] = { dev: { ...dev, ...endpoint } };
  }
}

function pick(section: SampleConfig['environment'] | undefined, key: string): SampleConfig['environment'] {
  const value = section?.[key];
  return value === undefined ? {} : { [key]: value };
}

function linkedStacks(files: SampleConfig): readonly (readonly [string, Linked])[] {
  return [...synthesizedStacks(planOfSample(files))].map(([name, stack]) => {
    const template = JSON.stringify(stack.template.toJSON());
    const { Outputs = {} }: Template = JSON.parse(template);
    const exports = Object.values(Outputs).flatMap(({ Export, Value }) =>
      Export === undefined ? [] : [[Export.Name, JSON.stringify(Value)] as const],
    );
    const imports = [...template.matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, one = '']) => one);
    return [name, { exports: new Map(exports), imports: new Set(imports) }];
  });
}

interface Template {
  readonly Outputs?: Readonly<Record<string, Output>>;
}

interface Output {
  readonly Value: unknown;
  readonly Export?: { readonly Name: string };
}
