import type { Block, ParallelState } from '../definition/schema';
import { withRecovery } from '../recovery';
import { checkSize } from '../states-error';
import { type Frame, fieldValue, type Outcome, produce, type RunBlock, record, type Visit } from '../visit';
import { sideBySide } from './branches';

export function runParallel(visit: Visit<ParallelState>, runBlock: RunBlock): Promise<Outcome> {
  return withRecovery(visit, (once) => attempt(once, runBlock));
}

async function attempt(visit: Visit<ParallelState>, runBlock: RunBlock): Promise<Outcome> {
  const { frame, state, name } = visit;
  const input =
    state.Arguments === undefined ? visit.input : await fieldValue(visit, state.Arguments, '/Arguments');
  checkSize(input, name, 'arguments');
  record(frame, 'ParallelStateStarted');
  const cancellation = frame.cancellation.child();
  const progress = frame.progress.children(state.Branches.length, visit.retryCount > 0);
  const branches = state.Branches.flatMap((block: Block, index) => {
    const own = progress[index];
    if (own === undefined) return [];
    const branch: Frame = { ...frame, cancellation, progress: own, variables: own.variables };
    return { run: () => runBlock(block, input, branch).finally(() => moveTo(frame, branch)) };
  });
  try {
    const result = await sideBySide(
      branches.map((branch) => branch.run),
      branches.length,
      cancellation,
      () => frame.lastEventId,
    );
    checkSize(result, name, 'result');
    record(frame, 'ParallelStateSucceeded');
    return produce(visit, state, result, state.Next, { result });
  } catch (error) {
    if (!cancellation.reason || frame.cancellation.reason) throw error;
    record(frame, 'ParallelStateFailed');
    throw error;
  }
}

/** Events of the state follow the last event of its branches. */
function moveTo(frame: Frame, branch: Frame): void {
  if (branch.cancellation.reason === undefined) frame.lastEventId = branch.lastEventId;
}
