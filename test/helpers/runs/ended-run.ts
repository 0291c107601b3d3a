import type { Item } from '../../../aws/history/table';
import { endedId } from '../../../core/events/outbox-message';
import type { RunEnded } from '../../../core/events/event';
import type { Mode } from '../../../core/model/mode';
import type { NotifyPolicy } from '../../../core/model/notify-policies';
import { PollBench } from './poll-bench';
import { sampleLoad } from './load-plan';
import { sampleJob } from './plan';

export type Items = Map<string, Map<string, Item>>;

/** Message that people got. */
interface Sent {
  readonly subject: string;
  readonly text: string;
}

export interface Delivered {
  readonly event: RunEnded;
  /** Undefined: the policy asks for none. */
  readonly message: Sent | undefined;
}

/** Delivers the message about the end of a run from a copy of a history, under a policy of its job, with a real poll. */
export async function deliverUnder(
  policy: NotifyPolicy,
  mode: Mode,
  items: Items,
  run: string,
  now: Date,
  id = endedId(run),
): Promise<Delivered> {
  const bench = new PollBench();
  bench.copy(items);
  const notify = { policy, channels: ['email'] };
  bench.outside.jobs = [
    sampleJob({ department: 'sales', job: 'orders-daily', tables: ['orders'] }, { mode, notify }),
  ];
  bench.outside.loads = [sampleLoad({ notify })];
  await bench.poll(now);
  await bench.poll(new Date(now.getTime() + 60_000));
  const events = bench.outside.events.filter((event) => event.id === id);
  const [event] = events;
  if (event?.type !== 'Lakeferry Run Ended' || events.length > 1)
    throw new Error(`${events.length} events of the end of ${run}`);
  const messages = bench.outside.published.filter(({ text }) => text.includes(`Message ID: ${id}`));
  if (messages.length > 1) throw new Error(`${messages.length} messages about the end of ${run}`);
  const [sent] = messages;
  return {
    event,
    message: sent === undefined ? undefined : { subject: sent.subject ?? '', text: sent.text },
  };
}
