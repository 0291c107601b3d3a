import type { DepartmentPlan, Plan } from '../../../core/planning/plan';
import type { RunInput } from '../../../core/runs/record/run-input';
import type { Names } from '../names';
import type { Services } from '../services/services';
import { planKey, topicName } from './parameters';
import {
  databaseId,
  departmentResources,
  endpointsOf,
  platformResources,
  refusedAfter,
  type Resources,
} from './stack-resources';

/** How a department is deployed. */
export interface DeployOptions {
  /** True: another resource of the stack is refused, after its endpoints have changed. */
  readonly isRefused?: boolean;
}

/** Deploys plans, also over what is deployed. */
export interface PlanDeployment {
  /** Plan that is deployed now. */
  readonly plan: Plan;
  readonly isInProgress: boolean;
  /** Deploys a plan into an empty world. */
  create(plan: Plan): Promise<void>;
  /** Deploys all of a plan. Throws when that fails. */
  redeploy(plan: Plan): Promise<void>;
  /** Deploys one department of a plan. Returns the problem when the deployment fails: then all is as it was. */
  update(plan: Plan, name: string, options: DeployOptions): Promise<string | undefined>;
}

/** Deploys plans as stacks of what a world has. */
export class Deployment implements PlanDeployment {
  /** Endpoints of each department's stack, also of jobs that it no longer has. */
  readonly #endpoints = new Map<string, Resources>();
  #plan: Plan | undefined;
  #inProgress = 0;

  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  /** Plan that is deployed now. */
  get plan(): Plan {
    if (this.#plan === undefined) throw new Error('nothing is deployed');
    return this.#plan;
  }

  get isInProgress(): boolean {
    return this.#inProgress > 0;
  }

  /** Deploys a plan into an empty world, before its clock runs. */
  async create(plan: Plan): Promise<void> {
    const { services, names } = this;
    await services.operate('dms', 'CreateReplicationInstance', {
      ReplicationInstanceIdentifier: names.replicationInstance,
      ReplicationInstanceClass: 'dms.t3.medium',
      ResourceIdentifier: names.replicationInstance,
      Tags: [{ Key: 'lakeferry:environment', Value: names.environment }],
    });
    services.scheduler.call('CreateScheduleGroup', {
      subject: names.scheduleGroup,
      query: new URLSearchParams(),
      body: {},
    });
    this.#plan = plan;
    await services.cloudFormation.deploy(this.#stack('platform'), platformResources(plan, names));
    for (const department of plan.departments) await this.#deploy(plan, department, {});
    services.cloudFormation.begin();
  }

  /** Deploys all departments of a plan, and takes the jobs of others away. Throws when one fails. */
  async redeploy(plan: Plan): Promise<void> {
    const gone = this.plan.departments.filter(
      ({ name }) => !plan.departments.some((one) => one.name === name),
    );
    for (const department of [...plan.departments, ...gone.map((one) => ({ ...one, jobs: [] }))]) {
      const problem = await this.update(plan, department.name, {}, department);
      if (problem !== undefined) throw new Error(problem);
    }
    this.#plan = plan;
  }

  /** Deploys one department of a plan. Returns the problem when the deployment fails: then all is as it was. */
  async update(
    plan: Plan,
    name: string,
    options: DeployOptions,
    department = plan.departments.find((one) => one.name === name),
  ): Promise<string | undefined> {
    if (department === undefined) return `there is no department ${name}`;
    this.#inProgress += 1;
    try {
      await this.#deploy(plan, department, options);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      this.#inProgress -= 1;
    }
    const departments = this.plan.departments.map((one) => (one.name === name ? department : one));
    this.#plan = { ...this.plan, departments };
    return undefined;
  }

  async #deploy(plan: Plan, department: DepartmentPlan, { isRefused }: DeployOptions): Promise<void> {
    const { services, names } = this;
    const { stateMachineArn, cloudFormation } = services;
    const platform = cloudFormation.stacks.find(this.#stack('platform'));
    const databaseArn = (identifier: string): string =>
      platform?.resources.get(databaseId(identifier))?.deployed.ref ?? '';
    const uses = { address: this.#upload(department), stateMachineArn, databaseArn };
    const former = this.#endpoints.get(department.name) ?? {};
    const resources = departmentResources(plan, department, former, names, uses);
    const refused = isRefused === true ? { Refused: refusedAfter(endpointsOf(resources)) } : {};
    await cloudFormation.deploy(this.#stack(department.name), { ...resources, ...refused });
    this.#endpoints.set(department.name, endpointsOf(resources));
  }

  #stack(name: string): string {
    return `lakeferry-${this.names.environment}-${name}`;
  }

  /** Uploads the plan, and creates what is not simulated as resources. */
  #upload(department: DepartmentPlan): RunInput['plan'] {
    const { services, names } = this;
    const text = JSON.stringify(department);
    const address = { bucket: names.assetsBucket, key: planKey(text) };
    services.s3.store(address.bucket, address.key, Buffer.from(text));
    for (const channel of department.channels ?? [])
      if (channel.kind !== 'webhook' && channel.kind !== 'topic')
        services.sns.create(topicName(channel, department.name, names));
    for (const { publishing } of department.jobs)
      if (publishing.kind !== 'none' && publishing.catalogue !== undefined)
        services.glue.putDatabase(publishing.catalogue.database);
    return address;
  }
}
