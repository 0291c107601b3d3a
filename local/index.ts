/** Public entry point: the whole local cloud. Single services have entry points of their own, listed in package.json. */
export { type Cancel, type Clock, DrivenClock, SystemClock, sleep } from './clock';
export {
  type LocalCloud,
  type LocalCloudOptions,
  localAccount,
  localRegion,
  startLocalCloud,
} from './cloud';
export { operatorCredentials } from './gateway/callers';
export { type Refusal, sentence as refusalSentence } from './iam/denied';
export type { ObjectStore, StoredObject } from './object-store';
export type { Caller, CloudContext, CloudEvent, Input, JsonService, Service } from './service';
export type { Role } from './template/roles';
