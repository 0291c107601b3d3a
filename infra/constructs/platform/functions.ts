import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  type ILayerVersion,
  type Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { loadTimeoutSeconds } from '../../../core/loads/queue';
import {
  type FunctionName,
  functionNames,
  type GrantTargets,
  grantStatements,
  wokenByEvents,
} from '../../grants/grants';
import { functionPhysicalName, pascalCase } from '../../names';
import type { Network } from './network';

/** Seconds; the poll and the verdict page through every task or table. */
const timeoutSeconds: Partial<Record<FunctionName, number>> = {
  'poll-tasks': 120,
  'judge-run': 120,
  // It asks a source for up to three minutes, and writes down what came.
  'check-source': 300,
  // Works for ten minutes at most, then hands back.
  'publish-snapshot': 900,
  'load-csv': loadTimeoutSeconds,
  // Some GiB server-side, in parts.
  'copy-to-lake': 300,
};

/** MiB; a vCPU goes with 1,769 of them (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html). */
const memoryMiB: Partial<Record<FunctionName, number>> = { 'load-csv': 1769 };

/** Functions that connect to databases. */
const inNetwork: ReadonlySet<FunctionName> = new Set<FunctionName>(['check-source', 'load-csv']);

export interface FunctionsProps {
  readonly environment: string;
  readonly historyTableName: string;
  readonly historyRetentionDays: number;
  readonly alertsTopicArn: string;
  readonly stagingBucketName: string;
  readonly lakeBucketName: string;
  /** Where functions run that connect to a source. */
  readonly network: Pick<Network, 'vpc' | 'privateSubnets' | 'securityGroup'>;
  readonly grantTargets: GrantTargets;
  /** Folder of `bundleFunctions`. Without it the functions have no code: enough for tests that look at none. */
  readonly bundles?: string | undefined;
  /** Layers of a function, for those that have any. */
  readonly layers?: Readonly<Partial<Record<FunctionName, readonly ILayerVersion[]>>>;
}

/** A Lambda for each row of the grants, each with a log and a role of its own. */
export class Functions extends Construct {
  readonly #byName = new Map<FunctionName, LambdaFunction>();

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    for (const name of functionNames) this.#byName.set(name, houseFunction(this, name, props));
  }

  get(name: FunctionName): LambdaFunction {
    const found = this.#byName.get(name);
    if (found === undefined)
      throw new Error(`there is no function ${name}: add its row to infra/grants/grants.ts`);
    return found;
  }

  /** How long a request of it may take. */
  timeoutOf(name: FunctionName): Duration {
    return Duration.seconds(timeoutSeconds[name] ?? 60);
  }

  /** `StartTaskFunctionArn` -> ARN, for the placeholders of the state machine's definition. */
  placeholders(): Record<string, string> {
    return Object.fromEntries(
      [...this.#byName]
        .filter(([name]) => !wokenByEvents.has(name))
        .map(([name, { functionArn }]) => [`${pascalCase(name)}FunctionArn`, functionArn]),
    );
  }
}

function houseFunction(scope: Construct, name: FunctionName, props: FunctionsProps): NodejsFunction {
  const id = pascalCase(name);
  const layers = props.layers?.[name] ?? [];
  const logGroup = new LogGroup(scope, `${id}Log`, {
    logGroupName: `/lakeferry/${props.environment}/${name}`,
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new NodejsFunction(scope, id, {
    functionName: functionPhysicalName(props.environment, name),
    code:
      props.bundles === undefined
        ? Code.fromInline('// not bundled')
        : Code.fromAsset(join(props.bundles, name)),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: memoryMiB[name] ?? 512,
    timeout: Duration.seconds(timeoutSeconds[name] ?? 60),
    tracing: Tracing.ACTIVE,
    logGroup,
    ...(inNetwork.has(name) ? placeIn(props.network) : {}),
    ...(layers.length === 0 ? {} : { layers: [...layers] }),
    role: houseRole(scope, name, logGroup, props.grantTargets),
    environment: {
      LAKEFERRY_ENVIRONMENT: props.environment,
      HISTORY_TABLE: props.historyTableName,
      HISTORY_RETENTION_DAYS: String(props.historyRetentionDays),
      ALERTS_TOPIC_ARN: props.alertsTopicArn,
      STAGING_BUCKET: props.stagingBucketName,
      LAKE_BUCKET: props.lakeBucketName,
      NODE_OPTIONS: '--enable-source-maps',
    },
  });
}

/** Beside the replication instance, in its security group: a source that lets DMS in lets these in. */
function placeIn({ vpc, privateSubnets, securityGroup }: FunctionsProps['network']) {
  return { vpc, vpcSubnets: { subnets: [...privateSubnets] }, securityGroups: [securityGroup] };
}

function houseRole(scope: Construct, name: FunctionName, log: LogGroup, targets: GrantTargets): Role {
  return new Role(scope, `${pascalCase(name)}Role`, {
    description: `Lakeferry's function ${name} (${targets.environment})`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      Log: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            // Ends in `:*`: the streams of this group.
            resources: [log.logGroupArn],
          }),
        ],
      }),
      Work: new PolicyDocument({ statements: grantStatements(name, targets) }),
    },
  });
}
