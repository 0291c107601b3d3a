import { createHash } from 'node:crypto';
import { fixedFactsOf } from '../../../core/checks/position/fixed-facts';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { DepartmentPlan, Plan } from '../../../core/planning/plan';
import type { RunInput } from '../../../core/runs/record/run-input';
import type { Names } from '../names';
import { databaseEndpoint, sourceEndpoint, stagingEndpoint } from './endpoint-inputs';
import { departmentParameter, jobParameter, scheduleInput } from './parameters';

/** Resources of a template, by their logical IDs. */
export type Resources = Readonly<Record<string, object>>;

/** Resources of the platform's stack that a world has: the endpoints of databases. */
export function platformResources(plan: Pick<Plan, 'sources' | 'targets'>, names: Names): Resources {
  const databases = [
    ...plan.sources.map(sourceEndpoint),
    ...plan.targets.flatMap((target) => (target.engine === 'postgres' ? [databaseEndpoint(target)] : [])),
  ];
  return withHold(
    Object.fromEntries(databases.map((input) => [databaseId(identifierOf(input)), endpoint(input, names)])),
    names,
  );
}

/** Logical ID of a database's endpoint. */
export function databaseId(endpointIdentifier: string): string {
  return logicalId('Database', endpointIdentifier);
}

/** Address of what a department's stack uses of others. */
export interface StackUses {
  readonly address: RunInput['plan'];
  readonly stateMachineArn: string;
  /** ARN of a database's endpoint, by its identifier. */
  readonly databaseArn: (endpointIdentifier: string) => string;
}

/** Resources of a department's stack. `former`: endpoints of jobs that it had before, which stay. */
export function departmentResources(
  plan: Plan,
  department: DepartmentPlan,
  former: Resources,
  names: Names,
  { address, stateMachineArn, databaseArn }: StackUses,
): Resources {
  const endpoints: Record<string, object> = { ...former };
  const others: Record<string, object> = {
    Department: parameter(
      `/lakeferry/${names.environment}/departments/${department.name}`,
      departmentParameter(department, address, names),
    ),
  };
  for (const job of department.jobs) {
    const { job: name, key } = job.identity;
    const source = plan.sources.find((one) => one.name === job.source);
    const target = plan.targets.find((one) => one.name === job.target);
    const id = logicalId('Target', name);
    const isDatabase = target?.engine === 'postgres';
    if (!isDatabase) endpoints[id] = endpoint(stagingEndpoint(job, names), names);
    const starter = {
      job: key,
      plan: address,
      endpoints: {
        sourceEndpointArn: databaseArn(source?.endpointIdentifier ?? ''),
        targetEndpointArn: isDatabase ? databaseArn(target.endpointIdentifier) : `\${${id}}`,
        replicationInstanceArn: names.replicationInstanceArn,
      },
    };
    others[logicalId('Parameter', name)] = parameter(
      `/lakeferry/${names.environment}/jobs/${key}`,
      jobParameter(job, starter, stateMachineArn),
    );
    if (job.schedule !== undefined)
      others[logicalId('Schedule', name)] = schedule(job, scheduleInput(starter), stateMachineArn, names);
  }
  const jobs = Object.fromEntries(department.jobs.map((job) => [job.identity.key, fixedFactsOf(job)]));
  return { ...withHold(endpoints, names, jobs), ...afterHold(others) };
}

/** Those of the resources that are endpoints. */
export function endpointsOf(resources: Resources): Resources {
  return Object.fromEntries(Object.entries(resources).filter(([id]) => id.startsWith('Target')));
}

/** Resource that Parameter Store refuses, after the others have changed. */
export function refusedAfter(resources: Resources): object {
  const Properties = { Name: '/lakeferry/refused', Type: 'String', Value: 'x'.repeat(5000) };
  return { Type: 'AWS::SSM::Parameter', Properties, DependsOn: Object.keys(resources) };
}

/** Nothing of a department's stack changes before its hold is answered. */
function afterHold(resources: Resources): Resources {
  return Object.fromEntries(
    Object.entries(resources).map(([id, resource]) => [id, { ...resource, DependsOn: 'Hold' }]),
  );
}

/** Adds the custom resource that holds tasks, on which all endpoints depend, as `infra/constructs/hold.ts` does. */
function withHold(endpoints: Resources, names: Names, Jobs: object = {}): Resources {
  const hashes = Object.values(endpoints).map((one) => {
    const properties = Object(one).Properties;
    return [properties.EndpointIdentifier, hashOf(properties)];
  });
  const hold = {
    Type: 'Custom::LakeferryHold',
    Properties: {
      ServiceToken: names.functionArn('hold-tasks'),
      ServiceTimeout: 3600,
      Endpoints: Object.fromEntries(hashes),
      Jobs,
    },
  };
  return { Hold: hold, ...endpoints };
}

function endpoint(input: object, { environment }: Names): object {
  const Tags = [{ Key: 'lakeferry:environment', Value: environment }];
  return { Type: 'AWS::DMS::Endpoint', Properties: { ...input, Tags }, DependsOn: 'Hold' };
}

/** `text` may refer to other resources. */
function parameter(Name: string, text: string): object {
  return { Type: 'AWS::SSM::Parameter', Properties: { Name, Type: 'String', Value: { 'Fn::Sub': text } } };
}

function schedule(job: JobPlan, input: string, Arn: string, names: Names): object {
  return {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      Name: job.identity.slug,
      GroupName: names.scheduleGroup,
      State: job.enabled ? 'ENABLED' : 'DISABLED',
      ScheduleExpression: job.schedule?.expression,
      ScheduleExpressionTimezone: job.schedule?.timeZone,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn,
        RoleArn: names.roleArn('job-starter'),
        Input: { 'Fn::Sub': input },
        RetryPolicy: { MaximumRetryAttempts: 60, MaximumEventAgeInSeconds: 3600 },
      },
    },
  };
}

function identifierOf(input: object): string {
  return String(Object(input).EndpointIdentifier);
}

function logicalId(kind: string, name: string): string {
  return kind + name.replaceAll(/[^A-Za-z0-9]/g, '');
}

function hashOf(properties: object): string {
  return createHash('sha256').update(JSON.stringify(properties)).digest('hex').slice(0, 16);
}
