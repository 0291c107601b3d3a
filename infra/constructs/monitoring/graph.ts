import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import type { Functions } from '../platform/functions';

export interface EnvironmentDashboardProps {
  readonly environment: NamedEnvironment;
  readonly functions: Functions;
  readonly stateMachine: IStateMachine;
  /** Queues whose messages wait for a person. */
  readonly deadLetters: readonly IQueue[];
}

/** A graph: its metrics in one unit. */
export interface Graph {
  readonly title: string;
  readonly metrics: readonly IMetric[];
  readonly stacked?: boolean;
  /** Text of the y axis. */
  readonly unit?: string;
}
