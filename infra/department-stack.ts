import { Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { needsAnything } from '../core/checks/existing/needs/needs';
import { departmentNeeds } from '../core/checks/existing/needs/plan-needs';
import type { JobPlan } from '../core/planning/job-plan';
import type { ReplicationInstancePlan } from '../core/planning/existing/instance-plan';
import type { DepartmentPlan, EnvironmentPlan, ExistingPlan } from '../core/planning/plan';
import { Channels } from './constructs/department/channels';
import { HandOff } from './constructs/department/hand-off';
import { Job } from './constructs/department/job';
import { ExistingCheck } from './constructs/existing/existing-check';
import { existingRoutes } from './constructs/existing/existing-routes';
import { Hold } from './constructs/hold';
import { JobStarter } from './constructs/department/job-starter';
import { Load } from './constructs/department/load';
import { StagingWriter } from './constructs/department/staging-writer';
import { UndeliveredEvents } from './constructs/department/undelivered-events';
import { PlanAsset } from './constructs/plan-asset';
import { departmentParameterName } from './names';
import {
  importExistingCheck,
  importOutput,
  importSourceEndpoint,
  importTargetEndpoint,
} from './platform-exports';
import { stackDefaults } from './stack-defaults';
import { addTagsElsewhere } from './tags';

export interface DepartmentStackProps extends StackProps {
  readonly environment: EnvironmentPlan;
  readonly department: DepartmentPlan;
}

/**
 * Jobs of one department. It imports the platform's exports by name, so each department can be
 * deployed alone.
 */
export class DepartmentStack extends Stack {
  constructor(scope: Construct, id: string, { environment, department, ...props }: DepartmentStackProps) {
    super(scope, id, { ...stackDefaults(environment), ...props });
    const { name, replicationInstance, existing = {} } = environment;
    Tags.of(this).add('lakeferry:environment', name);
    Tags.of(this).add('lakeferry:department', department.name);
    // Each job tags its own endpoint, with its own tags over these.
    addTagsElsewhere(this, { ...department.tags, 'lakeferry:owner': department.owner });

    const { bucket, key } = new PlanAsset(this, 'Plan', department.name, department);
    const stagingBucketName = existing.stagingBucket?.name ?? importOutput(environment, 'StagingBucketName');
    const stateMachineArn = importOutput(environment, 'StateMachineArn');
    const undeliveredQueueArn = importOutput(environment, 'UndeliveredQueueArn');
    const staged = department.jobs.filter(hasOwnStaging);
    const writerArn =
      staged.length === 0
        ? undefined
        : (existing.stagingRoleArn ?? this.#writerArn(staged, stagingBucketName, existing));
    const hold =
      department.jobs.length === 0
        ? undefined
        : new Hold(this, 'Hold', importOutput(environment, 'HoldTasksFunctionArn'));
    for (const job of department.jobs) hold?.job(job);
    const starter = new JobStarter(this, 'JobStarter', {
      environment,
      stateMachineArn,
      undeliveredQueueArn,
    });
    this.#addFollowUps(environment, department, { bucket, key });
    for (const database of glueDatabases(department))
      new CfnDatabase(this, 'Catalogue', {
        catalogId: this.account,
        databaseInput: { name: database, description: `Tables of ${department.name}, managed by Lakeferry` },
      });
    for (const load of department.loads ?? [])
      new Load(this, `Load-${load.identity.load}`, {
        environment,
        load,
        plan: { bucket, key },
        inboxBucketName: importOutput(environment, 'InboxBucketName'),
        loadQueueArn: importOutput(environment, 'LoadQueueArn'),
        undeliveredQueueArn,
      });
    const arnOf = (instance: ReplicationInstancePlan): string =>
      'arn' in instance ? instance.arn : importOutput(environment, 'ReplicationInstanceArn');
    for (const job of department.jobs)
      new Job(this, `Job-${job.identity.job}`, {
        environment,
        job,
        plan: { bucket, key },
        target:
          hasOwnStaging(job) && writerArn !== undefined && hold !== undefined
            ? { kind: 'staging', bucketName: stagingBucketName, writerArn, hold }
            : {
                kind: 'existing',
                endpointArn: job.namedEndpoints?.target?.arn ?? importTargetEndpoint(environment, job.target),
              },
        sourceEndpointArn: job.namedEndpoints?.source?.arn ?? importSourceEndpoint(environment, job.source),
        replicationInstanceArn: arnOf(job.replicationInstance ?? replicationInstance),
        stateMachineArn,
        starterArn: starter.role.roleArn,
        undeliveredQueueArn,
      });
    hold?.beforeAllOf(this);
    const needs = departmentNeeds(environment, department);
    const routes = existingRoutes(environment, department.jobs);
    if (!needsAnything(needs) && routes.length === 0) return;
    // Before the hold, which stops tasks.
    const check = new ExistingCheck(this, 'ExistingCheck', {
      functionArn: importExistingCheck(environment),
      needs,
      stagingBucketName,
      routes,
    });
    hold?.after(check.resource);
  }

  #writerArn(staged: readonly JobPlan[], bucketName: string, { stagingBucket }: ExistingPlan): string {
    const { role } = new StagingWriter(this, 'StagingWriter', {
      bucketName,
      folders: staged.map(({ stagingFolder }) => stagingFolder),
      kmsKeyArn: stagingBucket?.kmsKeyArn,
    });
    return role.roleArn;
  }

  /** Channels for people, what follows runs, and the parameter by which poll-tasks finds the department. */
  #addFollowUps(
    environment: EnvironmentPlan,
    department: DepartmentPlan,
    plan: { bucket: string; key: string },
  ): void {
    const eventBusName = importOutput(environment, 'EventBusName');
    let undelivered: UndeliveredEvents | undefined;
    const undeliveredArn = (): string => {
      undelivered ??= new UndeliveredEvents(this, 'UndeliveredEvents', environment, department.name);
      return undelivered.queueArn;
    };
    const { deployed } = new Channels(this, 'Channels', {
      environment,
      department: department.name,
      channels: department.channels ?? [],
      eventBusName,
      undeliveredArn,
    });
    for (const { identity, handOff = [] } of department.jobs)
      for (const [index, one] of handOff.entries())
        new HandOff(this, `HandOff-${identity.job}-${index}`, {
          job: identity,
          handOff: one,
          eventBusName,
          undeliveredArn: undeliveredArn(),
        });
    new StringParameter(this, 'Department', {
      parameterName: departmentParameterName(environment, department.name),
      description: `Plan and channels of the department ${department.name}`,
      stringValue: this.toJsonString({ plan, owner: department.owner, channels: deployed }),
    });
  }
}

/** True if Lakeferry creates the endpoint by which DMS writes the job's files. */
function hasOwnStaging({ targetEngine, namedEndpoints }: JobPlan): boolean {
  return targetEngine === 's3' && namedEndpoints?.target === undefined;
}

/** Name of the department's Glue database, if one of its jobs has a catalogue. */
function glueDatabases({ jobs }: DepartmentPlan): readonly string[] {
  const names = jobs.flatMap(({ publishing }) =>
    publishing.kind === 'none' || publishing.catalogue === undefined ? [] : [publishing.catalogue.database],
  );
  return [...new Set(names)];
}
