import type { JobPlan } from '../../../core/planning/job-plan';
import type { DepartmentPlan, Plan } from '../../../core/planning/plan';
import type { RunInput } from '../../../core/runs/record/run-input';
import type { Names } from '../names';
import type { Services } from '../services/services';
import { databaseEndpoint, sourceEndpoint, stagingEndpoint } from './endpoint-inputs';
import { departmentParameter, jobParameter, planKey, scheduleInput, topicName } from './parameters';

interface DeployedEndpoint {
  readonly arn: string;
  readonly input: string;
}

/** Deploys plans as the stacks do, also over what is deployed. */
export class Deployment {
  readonly #endpoints = new Map<string, DeployedEndpoint>();
  readonly #schedules = new Map<string, string>();
  #parameters = new Set<string>();
  #plan: Plan | undefined;

  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  /** Plan that is deployed now. */
  get plan(): Plan {
    if (this.#plan === undefined) throw new Error('nothing is deployed');
    return this.#plan;
  }

  async deploy(plan: Plan): Promise<void> {
    const { services, names } = this;
    if (this.#plan === undefined) await this.#platform();
    this.#plan = plan;
    for (const source of plan.sources) await this.#endpoint(sourceEndpoint(source));
    for (const target of plan.targets)
      if (target.engine === 'postgres') await this.#endpoint(databaseEndpoint(target));
    const parameters = new Set<string>();
    const put = (name: string, value: string): void => {
      services.ssm.put(name, value);
      parameters.add(name);
    };
    const schedules = new Set<string>();
    for (const department of plan.departments) {
      const text = JSON.stringify(department);
      const address = { bucket: names.assetsBucket, key: planKey(text) };
      services.s3.store(address.bucket, address.key, Buffer.from(text));
      this.#outside(department);
      put(
        `/lakeferry/${names.environment}/departments/${department.name}`,
        departmentParameter(department, address, names),
      );
      for (const job of department.jobs) {
        const starter = await this.#starter(plan, job, address);
        const parameter = jobParameter(job, starter, services.stateMachineArn);
        put(`/lakeferry/${names.environment}/jobs/${job.identity.key}`, parameter);
        if (job.schedule === undefined) continue;
        this.#schedule(job, job.schedule, scheduleInput(starter));
        schedules.add(job.identity.slug);
      }
    }
    for (const name of this.#parameters) if (!parameters.has(name)) services.ssm.remove(name);
    this.#parameters = parameters;
    for (const name of [...this.#schedules.keys()]) {
      if (schedules.has(name)) continue;
      services.scheduler.call('DeleteSchedule', {
        subject: name,
        query: new URLSearchParams({ groupName: names.scheduleGroup }),
        body: undefined,
      });
      this.#schedules.delete(name);
    }
  }

  async #platform(): Promise<void> {
    const { services, names } = this;
    await services.operate('dms', 'CreateReplicationInstance', {
      ReplicationInstanceIdentifier: names.replicationInstance,
      ReplicationInstanceClass: 'dms.t3.medium',
      ResourceIdentifier: names.replicationInstance,
      Tags: this.#tags(),
    });
    services.scheduler.call('CreateScheduleGroup', {
      subject: names.scheduleGroup,
      query: new URLSearchParams(),
      body: {},
    });
  }

  async #starter(plan: Plan, job: JobPlan, address: RunInput['plan']): Promise<Omit<RunInput, 'trigger'>> {
    const source = plan.sources.find(({ name }) => name === job.source);
    const target = plan.targets.find(({ name }) => name === job.target);
    const targetEndpointArn =
      target?.engine === 'postgres'
        ? this.#endpoints.get(target.endpointIdentifier)?.arn
        : await this.#endpoint(stagingEndpoint(job, this.names));
    return {
      job: job.identity.key,
      plan: address,
      endpoints: {
        sourceEndpointArn: this.#endpoints.get(source?.endpointIdentifier ?? '')?.arn ?? '',
        targetEndpointArn: targetEndpointArn ?? '',
        replicationInstanceArn: this.names.replicationInstanceArn,
      },
    };
  }

  /** Creates an endpoint, or changes it. Returns its ARN. */
  async #endpoint(input: object): Promise<string> {
    const identifier = textAt(input, 'EndpointIdentifier');
    const text = JSON.stringify(input);
    const known = this.#endpoints.get(identifier);
    if (known?.input === text) return known.arn;
    if (known !== undefined)
      await this.services.operate('dms', 'ModifyEndpoint', { ...input, EndpointArn: known.arn });
    const arn =
      known?.arn ??
      textAt(
        await this.services.operate('dms', 'CreateEndpoint', { ...input, Tags: this.#tags() }),
        'Endpoint',
        'EndpointArn',
      );
    this.#endpoints.set(identifier, { arn, input: text });
    return arn;
  }

  /** Tags of everything that the stacks create. */
  #tags(): readonly object[] {
    return [{ Key: 'lakeferry:environment', Value: this.names.environment }];
  }

  #outside(department: DepartmentPlan): void {
    for (const channel of department.channels ?? [])
      if (channel.kind !== 'webhook' && channel.kind !== 'topic')
        this.services.sns.create(topicName(channel, department.name, this.names));
    for (const { publishing } of department.jobs)
      if (publishing.kind !== 'none' && publishing.catalogue !== undefined)
        this.services.glue.putDatabase(publishing.catalogue.database);
  }

  #schedule(job: JobPlan, { expression, timeZone }: NonNullable<JobPlan['schedule']>, Input: string): void {
    const body = {
      GroupName: this.names.scheduleGroup,
      State: job.enabled ? 'ENABLED' : 'DISABLED',
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: timeZone,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: this.services.stateMachineArn,
        RoleArn: this.names.roleArn('job-starter'),
        Input,
        RetryPolicy: { MaximumRetryAttempts: 60, MaximumEventAgeInSeconds: 3600 },
      },
    };
    const name = job.identity.slug;
    const text = JSON.stringify(body);
    const before = this.#schedules.get(name);
    if (before === text) return;
    this.#schedules.set(name, text);
    this.services.scheduler.call(before === undefined ? 'CreateSchedule' : 'UpdateSchedule', {
      subject: name,
      query: new URLSearchParams(),
      body,
    });
  }
}

function textAt(value: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
    value,
  );
  if (typeof found !== 'string') throw new Error(`there is no text ${path.join('.')}`);
  return found;
}
