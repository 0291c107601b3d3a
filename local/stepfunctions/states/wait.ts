import type { StateOf } from '../definition/schema';
import { fieldValue, type Outcome, produce, queryError, type Visit } from '../visit';

export async function runWait(visit: Visit<StateOf<'Wait'>>): Promise<Outcome> {
  const { machine, cancellation } = visit.frame;
  await cancellation.until(machine.clock, await endOf(visit));
  return produce(visit, visit.state, visit.input, visit.state.Next);
}

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

async function endOf(visit: Visit<StateOf<'Wait'>>): Promise<Date> {
  const { state, frame } = visit;
  if (state.Seconds !== undefined) {
    const seconds = await fieldValue(visit, state.Seconds, '/Seconds');
    if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 0 || seconds > 99_999_999)
      throw queryError(
        visit,
        '/Seconds',
        `Seconds must be a whole number from 0 to 99999999, not ${JSON.stringify(seconds)}.`,
      );
    return new Date(frame.machine.clock.now().getTime() + seconds * 1000);
  }
  const at = await fieldValue(visit, state.Timestamp ?? null, '/Timestamp');
  if (typeof at !== 'string' || !timestamp.test(at) || Number.isNaN(Date.parse(at)))
    throw queryError(
      visit,
      '/Timestamp',
      `Timestamp must be like 2026-03-01T06:00:00Z, not ${JSON.stringify(at)}.`,
    );
  return new Date(at);
}
