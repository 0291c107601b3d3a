import type { StateOf } from '../definition/schema';
import { type Outcome, produce, type Visit } from '../visit';

/** Ends its machine, branch or iteration. */
export function runSucceed(visit: Visit<StateOf<'Succeed'>>): Promise<Outcome> {
  return produce(visit, { Output: visit.state.Output }, visit.input, undefined);
}
