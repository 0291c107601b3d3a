import type { ExistingResources } from '../../../aws/existing/existing-resources';

const absent = async () => undefined;

/** An account without existing resources, except those in `over`. */
export function existingPorts(over: Partial<ExistingResources> = {}): ExistingResources {
  return {
    endpoints: async () => [],
    instance: absent,
    bucket: absent,
    topic: absent,
    key: absent,
    connections: async () => [],
    testConnection: absent,
    ...over,
  };
}
