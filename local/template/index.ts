/** Public entry point: CloudFormation in a process with some of the services. */
export { createCloudFormation } from '../cloudformation/cloudformation';
export { CustomResourceRequests } from '../cloudformation/custom-resource/requests';
export type { Stack } from '../cloudformation/stack';
export { Stacks } from '../cloudformation/stacks';
export { Callers } from '../gateway/callers';
export { deployResources, type StackServices } from './deploy-resources';
