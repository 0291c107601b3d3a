import { CfnResource, type Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Resources that a stack has now, without those of one of its constructs. */
export function resourcesWithout(stack: Stack, construct: IConstruct): readonly CfnResource[] {
  const own = new Set(construct.node.findAll());
  return stack.node
    .findAll()
    .filter((one) => CfnResource.isCfnResource(one))
    .filter((one) => !own.has(one));
}
