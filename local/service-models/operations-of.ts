import type { Service } from '../service';

/** Names of the operations that a service of the local cloud has. */
export function operationsOf(service: Service): readonly string[] {
  return service.protocol === 'rest' ? service.operationNames : Object.keys(service.operations);
}
