import type { Integration } from './definition/integrations';
import type { Json } from './json';

/** One attempt of a Task. */
export interface TaskCall {
  readonly integration: Integration;
  /** Evaluated arguments, as the history shows them. */
  readonly parameters: Json;
  readonly request: { readonly functionName: string; readonly payload: Json };
  /** Present when the task waits for it. */
  readonly token: string | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}
