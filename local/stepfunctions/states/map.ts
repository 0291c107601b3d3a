import type { MapState } from '../definition/schema';
import type { Json } from '../json';
import { withRecovery } from '../recovery';
import { checkSize } from '../states-error';
import {
  type Frame,
  fieldValue,
  type Outcome,
  produce,
  queryError,
  type RunBlock,
  record,
  type Visit,
} from '../visit';
import { sideBySide } from './branches';

/** Largest number of concurrent iterations of an inline map. */
const mostAtOnce = 40;

export function runMap(visit: Visit<MapState>, runBlock: RunBlock): Promise<Outcome> {
  return withRecovery(visit, (once) => attempt(once, runBlock));
}

async function attempt(visit: Visit<MapState>, runBlock: RunBlock): Promise<Outcome> {
  const { frame, state, name } = visit;
  const items = await itemsOf(visit);
  const limit = await concurrencyOf(visit);
  record(frame, 'MapStateStarted', { length: items.length });
  const started = frame.lastEventId;
  const cancellation = frame.cancellation.child();
  const progress = frame.progress.children(items.length, visit.retryCount > 0);
  const jobs = progress.map((own, index) => async () => {
    if (own.end !== undefined) return own.end.output;
    const item = items[index] ?? null;
    const iteration: Frame = {
      ...frame,
      cancellation,
      progress: own,
      variables: own.variables,
      map: { Item: { Index: index, Value: item } },
      lastEventId: started,
    };
    return iterate(visit, item, index, iteration, runBlock);
  });
  try {
    const result = await sideBySide(jobs, limit, cancellation, () => frame.lastEventId);
    checkSize(result, name, 'result');
    record(frame, 'MapStateSucceeded');
    return produce(visit, state, result, state.Next, { result });
  } catch (error) {
    if (cancellation.reason === undefined || frame.cancellation.reason !== undefined) throw error;
    record(frame, 'MapStateFailed');
    throw error;
  }
}

async function iterate(
  visit: Visit<MapState>,
  item: Json,
  index: number,
  frame: Frame,
  runBlock: RunBlock,
): Promise<Json> {
  const { state, name } = visit;
  const details = { name, index };
  record(frame, 'MapIterationStarted', details);
  try {
    const input =
      state.ItemSelector === undefined
        ? item
        : await fieldValue({ ...visit, frame }, state.ItemSelector, '/ItemSelector');
    const output = await runBlock(state.ItemProcessor, input, frame);
    record(frame, 'MapIterationSucceeded', details);
    visit.frame.lastEventId = frame.lastEventId;
    return output;
  } catch (error) {
    const reason = frame.cancellation.reason;
    if (reason === undefined) {
      visit.frame.lastEventId = frame.lastEventId;
      record(frame, 'MapIterationFailed', details);
    } else if (reason.afterEventId !== undefined)
      frame.machine.history.add('MapIterationAborted', reason.afterEventId, details);
    throw error;
  }
}

async function itemsOf(visit: Visit<MapState>): Promise<Json[]> {
  const { state, input } = visit;
  const items = state.Items === undefined ? input : await fieldValue(visit, state.Items, '/Items');
  if (Array.isArray(items)) return items;
  if (typeof items === 'object' && items !== null)
    return Object.entries(items).map(([Key, Value]) => ({ Key, Value }));
  throw queryError(visit, '/Items', `Items must be an array or an object, not ${JSON.stringify(items)}.`);
}

async function concurrencyOf(visit: Visit<MapState>): Promise<number> {
  const limit = await fieldValue(visit, visit.state.MaxConcurrency ?? 0, '/MaxConcurrency');
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 0)
    throw queryError(
      visit,
      '/MaxConcurrency',
      `MaxConcurrency must be 0 or more, not ${JSON.stringify(limit)}.`,
    );
  return limit === 0 ? mostAtOnce : Math.min(limit, mostAtOnce);
}
