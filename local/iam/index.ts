/** Public entry point: decisions about calls by the roles of a template, without a cloud. */
export { resolve, type Scope } from '../template/intrinsics';
export { Roles } from '../template/roles';
export type { Facts, Need, TaskCreation } from './needs/need';
export { needsOf } from './needs/table';
export { Permissions } from './permissions';
export { ResourcePolicies } from './resource-policies';
