import type { ILayerVersion, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct, type IConstruct } from 'constructs';
import { commonFunctions, type FunctionName, startedByEvents } from '../../grants/grants';
import { eventBusName, functionPhysicalName, pascalCase } from '../../names';
import { type CreatedFunctionProps, createFunction } from './create-function';
import { linksToPages, runsInNetwork } from './function-defaults';
import type { Network } from './network';

export interface FunctionsProps extends CreatedFunctionProps {
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
  /** S3 address of the connections, which the functions that connect to databases read. */
  readonly connections: { readonly bucket: string; readonly key: string };
  /** Layers by function; most have none. */
  readonly layers?: Readonly<Partial<Record<FunctionName, readonly ILayerVersion[]>>>;
}

/** One Lambda function per row of the grants but `check-existing`, each with its own log group and role. */
export class Functions extends Construct {
  readonly #byName = new Map<FunctionName, LambdaFunction>();

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    for (const name of commonFunctions) this.#byName.set(name, environmentFunction(this, name, props));
  }

  /** Adds a function that another construct creates, so that alarms and the dashboard have it. */
  add(name: FunctionName, created: LambdaFunction): void {
    this.#byName.set(name, created);
  }

  get(name: FunctionName): LambdaFunction {
    const found = this.#byName.get(name);
    if (found === undefined)
      throw new Error(`"${name}" is not a function: add its row to infra/grants/grants.ts`);
    return found;
  }

  /** Roles of the functions that connect to databases. */
  rolesInNetwork(): readonly IConstruct[] {
    return [...this.#byName].flatMap(([name, { role }]) =>
      runsInNetwork(name) && role !== undefined ? [role] : [],
    );
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

function environmentFunction(scope: Construct, name: FunctionName, props: FunctionsProps): LambdaFunction {
  const layers = props.layers?.[name] ?? [];
  return createFunction(scope, name, props, {
    ...(runsInNetwork(name) ? placeIn(props.network) : {}),
    ...(layers.length === 0 ? {} : { layers: [...layers] }),
    environment: {
      HISTORY_TABLE: props.historyTableName,
      HISTORY_RETENTION_DAYS: String(props.historyRetentionDays),
      ALERTS_TOPIC_ARN: props.alertsTopicArn,
      EVENT_BUS: eventBusName(props.environment),
      STAGING_BUCKET: props.stagingBucketName,
      LAKE_BUCKET: props.lakeBucketName,
      POLL_TASKS_FUNCTION: functionPhysicalName(props.environment, 'poll-tasks'),
      DMS_REQUESTS_PER_SECOND: String(props.dmsRequestsPerSecond),
      ...(props.consoleUrl === undefined || !linksToPages(name) ? {} : { CONSOLE_URL: props.consoleUrl }),
      ...(runsInNetwork(name)
        ? { CONNECTIONS: `s3://${props.connections.bucket}/${props.connections.key}` }
        : {}),
      // Polls alone read metrics.
      ...(props.instanceIdentifier === undefined || name !== 'poll-tasks'
        ? {}
        : { REPLICATION_INSTANCE: props.instanceIdentifier }),
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
