import { BranchStopped } from './cancellation';
import type { Block, State } from './definition/schema';
import { payload } from './history';
import type { Json } from './json';
import { runChoice } from './states/choice';
import { runFail } from './states/fail';
import { runMap } from './states/map';
import { runParallel } from './states/parallel';
import { runPass } from './states/pass';
import { runSucceed } from './states/succeed';
import { runTask } from './states/task';
import { runWait } from './states/wait';
import { type Frame, type Outcome, record, type Visit } from './visit';

/**
 * Runs states from StartAt, or from where they were when an execution is redriven, to an end, and returns the last output. Throws StatesError for an error that was
 * not caught.
 */
export async function runBlock(block: Block, input: Json, frame: Frame): Promise<Json> {
  const { progress } = frame;
  if (progress.end !== undefined) return progress.end.output;
  let resumed = progress.at !== undefined;
  let { name, input: value } = progress.at ?? { name: block.StartAt, input };
  for (;;) {
    frame.cancellation.throwIfStopped();
    if (!resumed) progress.enter(name, value);
    const state = block.States[name];
    if (state === undefined) throw new Error(`no state ${name}: the definition was not checked`);
    const outcome = await runState(resumed, {
      name,
      state,
      input: value,
      frame,
      enteredTime: frame.machine.clock.now().toISOString(),
      retryCount: 0,
    });
    resumed = false;
    if (outcome.next === undefined) {
      progress.finish(outcome.output);
      return outcome.output;
    }
    name = outcome.next;
    value = outcome.output;
  }
}

/** A redriven state was entered before. */
async function runState(isRedriven: boolean, visit: Visit): Promise<Outcome> {
  const { frame, name, state } = visit;
  frame.machine.transitions += 1;
  if (!isRedriven) record(frame, `${state.Type}StateEntered`, { name, ...payload('input', visit.input) });
  try {
    const outcome = await dispatch(visit);
    if (outcome.assigned !== undefined) frame.variables.assign(outcome.assigned);
    record(frame, `${state.Type}StateExited`, {
      name,
      ...payload('output', outcome.output),
      ...(outcome.assigned === undefined ? {} : assignedVariables(outcome.assigned)),
    });
    return outcome;
  } catch (error) {
    if (error instanceof BranchStopped && error.afterEventId !== undefined && abortable.includes(state.Type))
      frame.machine.history.add(`${state.Type}StateAborted`, error.afterEventId);
    throw error;
  }
}

const abortable: readonly State['Type'][] = ['Task', 'Wait', 'Map', 'Parallel'];

function assignedVariables(assigned: Readonly<Record<string, Json>>): Record<string, unknown> {
  const texts = Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]);
  return { assignedVariables: Object.fromEntries(texts), assignedVariablesDetails: { truncated: false } };
}

function dispatch(visit: Visit): Promise<Outcome> {
  const { state } = visit;
  switch (state.Type) {
    case 'Task':
      return runTask({ ...visit, state });
    case 'Choice':
      return runChoice({ ...visit, state });
    case 'Wait':
      return runWait({ ...visit, state });
    case 'Pass':
      return runPass({ ...visit, state });
    case 'Succeed':
      return runSucceed({ ...visit, state });
    case 'Fail':
      return runFail({ ...visit, state });
    case 'Map':
      return runMap({ ...visit, state }, runBlock);
    case 'Parallel':
      return runParallel({ ...visit, state }, runBlock);
  }
}
