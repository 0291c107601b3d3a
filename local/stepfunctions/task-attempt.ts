import type { Integration } from './definition/integrations';
import type { Json } from './json';

/** One attempt of a Task. */
export interface TaskCall {
  readonly integration: Integration;
  /** As evaluated: what the history shows. */
  readonly parameters: Json;
  readonly request: { readonly functionName: string; readonly payload: Json };
  /** Given when the task waits for it. */
  readonly token: string | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}
