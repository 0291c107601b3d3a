import type { StateOf } from '../definition/schema';
import { type Outcome, produce, type Visit } from '../visit';

export function runPass(visit: Visit<StateOf<'Pass'>>): Promise<Outcome> {
  return produce(visit, visit.state, visit.input, visit.state.Next);
}
