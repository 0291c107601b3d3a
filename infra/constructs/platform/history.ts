import { RemovalPolicy } from 'aws-cdk-lib';
import { type Attribute, AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { EnvironmentPlan } from '../../../core/planning/plan';

const openedAt: Attribute = { name: 'openedAt', type: AttributeType.STRING };

/** Index name -> partition key. Each index lists runs in the order of their start. */
const indexes = { byJob: 'jobKey', byDepartment: 'department', byDay: 'day' } as const;

/** History of runs. Encrypted at rest with DynamoDB's own key. */
export class History extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, environment: EnvironmentPlan) {
    super(scope, id);
    const keep = environment.onDelete === 'retain';
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: keep,
      removalPolicy: keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const [indexName, key] of Object.entries(indexes))
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: key, type: AttributeType.STRING },
        sortKey: openedAt,
        projectionType: ProjectionType.ALL,
      });
  }
}
