import { CustomResource, Duration, type Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ExistingNeeds } from '../../../core/checks/existing/needs/needs';
import { resourcesWithout } from '../resources-without';

export interface ExistingCheckProps {
  readonly functionArn: string;
  readonly needs: ExistingNeeds;
  /** Absent: no job names an endpoint. */
  readonly stagingBucketName?: string;
  /** Network routes that DMS tests: ARNs of an instance and an endpoint with a space between. */
  readonly routes?: readonly string[];
}

/**
 * Custom resource that refuses a deployment when resources that others own do not fit: see
 * docs/adr/0038-checks-at-deployment.md. CloudFormation invokes it when a need changes.
 */
export class ExistingCheck extends Construct {
  readonly resource: CustomResource;

  constructor(
    scope: Construct,
    id: string,
    { functionArn, needs, stagingBucketName, routes = [] }: ExistingCheckProps,
  ) {
    super(scope, id);
    this.resource = new CustomResource(this, 'Resource', {
      resourceType: 'Custom::LakeferryExistingCheck',
      serviceToken: functionArn,
      // Three attempts of Lambda, of up to five minutes, and its waits between them.
      serviceTimeout: Duration.minutes(20),
      properties: {
        // A text, because CloudFormation makes texts of numbers and booleans.
        Needs: JSON.stringify(needs),
        ...(stagingBucketName === undefined ? {} : { StagingBucket: stagingBucketName }),
        ...(routes.length === 0 ? {} : { Routes: routes }),
      },
    });
  }

  /** Nothing of the stack changes before the check, except what it needs itself. */
  beforeAllOf(stack: Stack, itself: Construct): void {
    for (const resource of resourcesWithout(stack, itself)) resource.node.addDependency(this.resource);
  }
}
