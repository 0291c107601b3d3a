import { CustomResource, Duration, type Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { resourcesWithout } from './resources-without';

export interface RemovalProps {
  /** Function prepare-removal. */
  readonly serviceToken: string;
  /** Buckets of this stack that are emptied. A bucket that others own is absent. */
  readonly stagingBucketName: string | undefined;
  readonly inboxBucketName: string;
}

/**
 * Custom resource that CloudFormation deletes before all else of the environment. It refuses the removal while files wait, and
 * empties the staging and inbox buckets otherwise: see docs/adr/0039-emptying-staging-at-removal.md.
 */
export class Removal extends Construct {
  readonly #resource: CustomResource;

  constructor(scope: Construct, id: string, props: RemovalProps) {
    super(scope, id);
    const { stagingBucketName, inboxBucketName } = props;
    this.#resource = new CustomResource(this, 'Resource', {
      resourceType: 'Custom::LakeferryRemoval',
      serviceToken: props.serviceToken,
      // CloudFormation's maximum. The function answers before: core/runs/removal/removal-event.ts.
      serviceTimeout: Duration.hours(1),
      properties: {
        ...(stagingBucketName === undefined ? {} : { StagingBucket: stagingBucketName }),
        InboxBucket: inboxBucketName,
      },
    });
  }

  /** All resources that the stack has now are created before, and deleted after it. */
  afterAllOf(stack: Stack): void {
    this.#resource.node.addDependency(...resourcesWithout(stack, this.#resource));
  }
}
