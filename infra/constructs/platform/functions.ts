import { join } from 'node:path';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, type ILayerVersion, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { functionLogPrefix } from '../../../core/model/environment-names';
import {
  type FunctionName,
  functionNames,
  type GrantTargets,
  grantStatements,
  startedByEvents,
} from '../../grants/grants';
import { eventBusName, functionPhysicalName, pascalCase } from '../../names';
import { functionDefaults, linksToPages, runsInNetwork } from './function-defaults';
import { type LoggedEnvironment, logDefaults } from './log-defaults';
import type { Network } from './network';

export interface FunctionsProps {
  readonly environment: LoggedEnvironment;
  readonly historyTableName: string;
  readonly historyRetentionDays: number;
  readonly dmsRequestsPerSecond: number;
  readonly consoleUrl?: string | undefined;
  /** Identifier of a replication instance that others own. */
  readonly instanceIdentifier?: string | undefined;
  readonly alertsTopicArn: string;
  readonly stagingBucketName: string;
  readonly lakeBucketName: string;
  /** Network of the functions that connect to databases. */
  readonly network: Pick<Network, 'vpc' | 'privateSubnets' | 'securityGroup'>;
  readonly grantTargets: GrantTargets;
  /**
   * Folder of `bundleFunctions`. Without it the functions have no code, which is enough for most
   * tests.
   */
  readonly bundles?: string | undefined;
  /** Layers by function; most have none. */
  readonly layers?: Readonly<Partial<Record<FunctionName, readonly ILayerVersion[]>>>;
}

/** One Lambda function per row of the grants, each with its own log group and role. */
export class Functions extends Construct {
  readonly #byName = new Map<FunctionName, LambdaFunction>();

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    for (const name of functionNames) this.#byName.set(name, createFunction(this, name, props));
  }

  get(name: FunctionName): LambdaFunction {
    const found = this.#byName.get(name);
    if (found === undefined)
      throw new Error(`"${name}" is not a function: add its row to infra/grants/grants.ts`);
    return found;
  }

  /** `StartTaskFunctionArn` -> ARN, for the placeholders of the state machine's definition. */
  placeholders(): Record<string, string> {
    return Object.fromEntries(
      [...this.#byName]
        .filter(([name]) => !startedByEvents.has(name))
        .map(([name, { functionArn }]) => [`${pascalCase(name)}FunctionArn`, functionArn]),
    );
  }
}

function createFunction(scope: Construct, name: FunctionName, props: FunctionsProps): NodejsFunction {
  const id = pascalCase(name);
  const layers = props.layers?.[name] ?? [];
  const { namePrefix } = props.environment;
  const logGroup = new LogGroup(scope, `${id}Log`, {
    logGroupName: `${functionLogPrefix(props.environment)}${name}`,
    ...logDefaults(props.environment),
  });
  return new NodejsFunction(scope, id, {
    functionName: functionPhysicalName(props.environment, name),
    code:
      props.bundles === undefined
        ? Code.fromInline('// not bundled')
        : Code.fromAsset(join(props.bundles, name)),
    ...functionDefaults(name),
    logGroup,
    ...(runsInNetwork(name) ? placeIn(props.network) : {}),
    ...(layers.length === 0 ? {} : { layers: [...layers] }),
    role: createRole(scope, name, logGroup, props.grantTargets),
    environment: {
      LAKEFERRY_ENVIRONMENT: props.environment.name,
      ...(namePrefix === undefined ? {} : { LAKEFERRY_NAME_PREFIX: namePrefix }),
      HISTORY_TABLE: props.historyTableName,
      HISTORY_RETENTION_DAYS: String(props.historyRetentionDays),
      ALERTS_TOPIC_ARN: props.alertsTopicArn,
      EVENT_BUS: eventBusName(props.environment),
      STAGING_BUCKET: props.stagingBucketName,
      LAKE_BUCKET: props.lakeBucketName,
      POLL_TASKS_FUNCTION: functionPhysicalName(props.environment, 'poll-tasks'),
      DMS_REQUESTS_PER_SECOND: String(props.dmsRequestsPerSecond),
      ...(props.consoleUrl === undefined || !linksToPages(name) ? {} : { CONSOLE_URL: props.consoleUrl }),
      // Polls alone read metrics.
      ...(props.instanceIdentifier === undefined || name !== 'poll-tasks'
        ? {}
        : { REPLICATION_INSTANCE: props.instanceIdentifier }),
      NODE_OPTIONS: '--enable-source-maps',
    },
  });
}

/**
 * Puts a function beside the replication instance, in its security group: a database that admits
 * DMS admits the function.
 */
function placeIn({ vpc, privateSubnets, securityGroup }: FunctionsProps['network']) {
  return { vpc, vpcSubnets: { subnets: [...privateSubnets] }, securityGroups: [securityGroup] };
}

function createRole(scope: Construct, name: FunctionName, log: LogGroup, targets: GrantTargets): Role {
  return new Role(scope, `${pascalCase(name)}Role`, {
    description: `Role of Lakeferry's function ${name} (${targets.environment})`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      Log: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            // Ends in `:*`, the streams of this group.
            resources: [log.logGroupArn],
          }),
        ],
      }),
      Work: new PolicyDocument({ statements: grantStatements(name, targets) }),
    },
  });
}
