import { CfnOutput, Fn, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { lakeferryVersion } from '../core/model/lakeferry-version';
import type { PostgresTargetPlan, SourcePlan, TargetPlan } from '../core/planning/connection-plan';
import { makesEndpoint, type NamedResources } from '../core/planning/existing/named-resources';
import { deployedConnections } from '../core/planning/plan-connections';
import type { ChannelPlan } from '../core/planning/notify-plan';
import { platformNeeds } from '../core/checks/existing/needs/plan-needs';
import type { EnvironmentPlan, ExistingBucketPlan } from '../core/planning/plan';
import { CheckExisting } from './constructs/existing/check-existing';
import { Hold } from './constructs/hold';
import { EnvironmentDashboard } from './constructs/monitoring/dashboard';
import { PlanAsset } from './constructs/plan-asset';
import { Alarms } from './constructs/platform/alarms';
import { Alerts } from './constructs/platform/alerts';
import { ChatChannels } from './constructs/platform/chat-channels';
import { CopyToLake } from './constructs/platform/copy-to-lake';
import { DatabaseAccess } from './constructs/platform/database-access';
import { DmsRoles } from './constructs/platform/dms-roles';
import { EventBus } from './constructs/platform/event-bus';
import { Functions } from './constructs/platform/functions';
import { History } from './constructs/platform/history';
import { Inbox } from './constructs/platform/inbox';
import { Migration } from './constructs/platform/migration';
import { addSecretsEndpoint, Network } from './constructs/platform/network';
import { oracleLayers } from './constructs/platform/oracle-layers';
import { PollTriggers } from './constructs/platform/poll-triggers';
import { Removal } from './constructs/removal';
import { ExistingReplication, Replication } from './constructs/platform/replication';
import { SourceEndpoint } from './constructs/platform/source-endpoint';
import { Storage } from './constructs/platform/storage';
import { TargetEndpoint } from './constructs/platform/target-endpoint';
import { Undelivered } from './constructs/platform/undelivered';
import { grantTargets } from './grants/grant-targets';
import { platformParameterName, scheduleGroupName } from './names';
import { exportOutputs, exportSourceEndpoint, exportTargetEndpoint } from './platform-exports';
import { stackDefaults } from './stack-defaults';
import { addTags } from './tags';

export interface PlatformStackProps extends StackProps {
  readonly environment: EnvironmentPlan;
  readonly sources: readonly SourcePlan[];
  /** Databases among them have one endpoint each. Absent: none. */
  readonly targets?: readonly TargetPlan[];
  /** ARNs in DMS that the jobs of all departments use, and that others own. Absent: none. */
  readonly named?: NamedResources;
  /** Sources that no job uses. They have their endpoint, and check-source may read their secrets. */
  readonly otherSources?: readonly SourcePlan[] | undefined;
  /** Databases that no job writes into. They have their endpoint. */
  readonly otherTargets?: readonly TargetPlan[] | undefined;
  /** Channels of all departments, each once. Absent: none. */
  readonly channels?: readonly ChannelPlan[];
  /** Folder of `bundleFunctions`; absent in tests that need no code. */
  readonly bundles?: string | undefined;
}

/** Resources that the departments of an environment share. */
export class PlatformStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    {
      environment,
      sources,
      otherSources = [],
      targets = [],
      named = { instances: [], endpoints: [] },
      otherTargets = [],
      channels = [],
      bundles,
      ...props
    }: PlatformStackProps,
  ) {
    super(scope, id, { ...stackDefaults(environment), ...props });
    const { name } = environment;
    Tags.of(this).add('lakeferry:environment', name);
    addTags(this, environment.tags);

    const network = new Network(this, 'Network', environment.network);
    if (environment.network.kind === 'new') addSecretsEndpoint(network);
    const history = new History(this, 'History', environment);
    const { replicationInstance: instance, existing = {} } = environment;
    const replication =
      'arn' in instance
        ? new ExistingReplication(instance)
        : new Replication(this, 'Replication', { environment, network, plan: instance });
    if (environment.createDmsRoles) {
      // IAM needs some seconds to propagate a new role. CloudFormation creates the table, which
      // takes longer, between the roles and the subnet group that needs them: see
      // docs/pitfalls.md#account-wide-dms-roles.
      history.node.addDependency(new DmsRoles(this, 'DmsRoles'));
      if (replication instanceof Replication) replication.node.addDependency(history);
    }
    const storage = new Storage(this, 'Storage', environment);
    const inbox = new Inbox(this, 'Inbox', environment);
    const { topic: alerts, key: alertsKey } = new Alerts(this, 'Alerts', environment);
    const { bus } = new EventBus(this, 'EventBus', environment);
    new ChatChannels(this, 'ChatChannels', {
      environment,
      channels: channels.filter((one) => one.kind === 'slack' || one.kind === 'teams'),
      key: alertsKey,
    });
    const targetsOfGrants = grantTargets(this, {
      environment,
      sources: [...sources, ...otherSources],
      targets,
      namedInstanceArns: named.instances,
      namedEndpointArns: named.endpoints,
      historyTableArn: history.table.tableArn,
      alertsKeyArn: alertsKey.keyArn,
      stagingBucketArn: storage.staging.bucketArn,
      lakeBucketArn: storage.lake.bucketArn,
      inboxArn: inbox.bucket.bucketArn,
      loadQueueArn: inbox.queue.queueArn,
      otherTopicArns: channels.flatMap((one) => (one.kind === 'topic' ? [one.arn] : [])),
      namedAlertsTopicArns: existing.alertsTopicArn === undefined ? [] : [existing.alertsTopicArn],
      stagingKeyArns: keysOf(existing.stagingBucket),
      lakeKeyArns: keysOf(existing.lakeBucket),
      namedStagingBucketArns: existing.stagingBucket === undefined ? [] : [storage.staging.bucketArn],
      namedLakeBucketArns: existing.lakeBucket === undefined ? [] : [storage.lake.bucketArn],
      ownBucketArns: [
        ...(storage.ownStagingName === undefined ? [] : [storage.staging.bucketArn]),
        inbox.bucket.bucketArn,
      ],
    });
    const functions = new Functions(this, 'Functions', {
      connections: new PlanAsset(
        this,
        'Connections',
        `${name}-connections`,
        deployedConnections([...sources, ...otherSources], targets),
      ),
      environment,
      historyTableName: history.table.tableName,
      historyRetentionDays: environment.historyRetentionDays,
      dmsRequestsPerSecond: environment.dmsRequestsPerSecond,
      consoleUrl: environment.consoleUrl,
      instanceIdentifier: 'arn' in instance ? instance.identifier : undefined,
      alertsTopicArn: alerts.topicArn,
      stagingBucketName: storage.staging.bucketName,
      lakeBucketName: storage.lake.bucketName,
      network,
      bundles,
      layers: {
        'check-source': oracleLayers(this, 'OracleLayers', { environment, sources, otherSources, bundles }),
      },
      grantTargets: targetsOfGrants,
    });
    const checkExisting = new CheckExisting(this, 'CheckExisting', {
      environment,
      needs: platformNeeds(environment),
      bundles,
      grantTargets: targetsOfGrants,
    });
    functions.add('check-existing', checkExisting.lambda);
    inbox.connectTo(functions.get('load-csv'), alerts, environment);
    const { stateMachine } = new Migration(this, 'Migration', environment, functions);
    const { queue } = new Undelivered(this, 'Undelivered', environment);
    const pollTasks = functions.get('poll-tasks');
    // 'Wakers' and 'Copier' keep the deployed logical ids. With a new id, CloudFormation creates a
    // second resource first, and its name is taken (test/infra/physical-names.test.ts).
    new PollTriggers(this, 'Wakers', {
      environment,
      pollTasks,
      checkSource: functions.get('check-source'),
      reportLeftovers: functions.get('report-leftovers'),
      stateMachineArn: stateMachine.stateMachineArn,
      undelivered: queue,
    });
    new Alarms(this, 'Alarms', {
      environment,
      alerts,
      undelivered: queue,
      functions,
      stateMachine,
      instance,
    });
    const { deadLetters } = new CopyToLake(this, 'Copier', {
      environment,
      staging: storage.staging,
      copyToLake: functions.get('copy-to-lake'),
      alerts,
      undelivered: queue,
    });
    const jobs = new CfnScheduleGroup(this, 'JobSchedules', { name: scheduleGroupName(environment) });

    const hold = new Hold(this, 'Hold', functions.get('hold-tasks').functionArn);
    // An upgrade has the poll that knows holds before the first one.
    if (pollTasks.node.defaultChild !== undefined) hold.after(pollTasks.node.defaultChild);
    if (replication instanceof Replication) hold.instance(replication.identifier, replication.instance);
    // Their permissions to read secrets change with those of DMS.
    hold.before(...functions.rolesInNetwork());
    for (const source of sources) hold.source(source);
    for (const source of [...sources, ...otherSources].filter(makesEndpoint)) {
      const endpoint = new SourceEndpoint(
        this,
        `Source-${source.name}`,
        source,
        hold,
        existing.secretsRoleArn,
      );
      exportSourceEndpoint(endpoint, environment, source.name, endpoint.arn);
    }
    const databases = targets.filter(isDatabase);
    for (const target of [...targets, ...otherTargets].filter(isDatabase).filter(makesEndpoint)) {
      const endpoint = new TargetEndpoint(
        this,
        `Target-${target.name}`,
        target,
        hold,
        existing.secretsRoleArn,
      );
      exportTargetEndpoint(endpoint, environment, target.name, endpoint.arn);
    }
    new DatabaseAccess(this, 'DatabaseAccess', [...sources, ...databases], network.securityGroup);
    new EnvironmentDashboard(this, 'Dashboard', {
      environment,
      functions,
      stateMachine,
      deadLetters: [queue, deadLetters, inbox.failed],
    });
    const { bucket, key } = new PlanAsset(this, 'Plan', name, {
      ...{ version: 1, environment, sources, targets },
      ...(otherSources.length === 0 ? {} : { otherSources }),
      ...(otherTargets.length === 0 ? {} : { otherTargets }),
    });
    new StringParameter(this, 'Platform', {
      parameterName: platformParameterName(environment),
      description: 'Plan of the platform, with which lakeferry diff compares the files',
      stringValue: this.toJsonString({ plan: { bucket, key }, version: lakeferryVersion }),
    });
    exportOutputs(this, environment, {
      StateMachineArn: stateMachine.stateMachineArn,
      HistoryTableName: history.table.tableName,
      StagingBucketName: storage.staging.bucketName,
      LakeBucketName: storage.lake.bucketName,
      PollTasksFunctionName: pollTasks.functionName,
      CheckSourceFunctionName: functions.get('check-source').functionName,
      HoldTasksFunctionArn: functions.get('hold-tasks').functionArn,
      ReplicationInstanceArn: replication.instanceArn,
      ReplicationInstanceIdentifier: replication.identifier,
      ScheduleGroupName: jobs.ref,
      UndeliveredQueueArn: queue.queueArn,
      AlertsTopicArn: alerts.topicArn,
      AlertsKeyArn: alertsKey.keyArn,
      EventBusName: bus.ref,
      InboxBucketName: inbox.bucket.bucketName,
      LoadQueueArn: inbox.queue.queueArn,
    });
    checkExisting.beforeAllOfStack();
    if (environment.consoleUrl !== undefined)
      new CfnOutput(this, 'ConsoleUrl', { value: environment.consoleUrl });
    new Removal(this, 'Removal', {
      serviceToken: functions.get('prepare-removal').functionArn,
      stagingBucketName: storage.ownStagingName,
      inboxBucketName: inbox.bucket.bucketName,
    }).afterAllOf(this);
  }

  /** First two zones of the region, by reference: CDK's default is a lookup in the account. */
  override get availabilityZones(): string[] {
    return [0, 1].map((index) => Fn.select(index, Fn.getAzs()));
  }
}

function isDatabase(target: TargetPlan): target is PostgresTargetPlan {
  return target.engine !== 's3';
}

function keysOf(bucket: ExistingBucketPlan | undefined): readonly string[] {
  return bucket?.kmsKeyArn === undefined ? [] : [bucket.kmsKeyArn];
}
