import * as z from 'zod/mini';

/** Connection of a run, with a hash of the settings that its test depends on. */
export const TestedConnection = z.object({ endpointArn: z.string(), hash: z.string() });
export type TestedConnection = z.infer<typeof TestedConnection>;

/** Both connections of a run. */
export const TestedConnections = z.object({
  replicationInstanceArn: z.string(),
  endpoints: z.array(TestedConnection),
});
export type TestedConnections = z.infer<typeof TestedConnections>;

/** Connections of an instance with endpoints. */
export interface Connections {
  readonly replicationInstanceArn: string;
  readonly endpoints: readonly { readonly endpointArn: string }[];
}

/** Wait of CreateTask or StartTask for DMS. A poll ends it, then the function is called again. */
export const DmsWait = z.object({
  by: z.enum(['CreateTask', 'StartTask']),
  /** Time at which the function last saw that it must wait. */
  since: z.string(),
  /** Present for the goal `connections-tested`. */
  connections: z.optional(TestedConnections),
  /** Task that must settle. Absent while its ARN is unknown: then the function looks again. */
  taskArn: z.optional(z.string()),
});
export type DmsWait = z.infer<typeof DmsWait>;
