import { parseEvent, RunEvent } from '../../core/runs/record/parse-event';
import type { Publishing } from '../../core/runs/record/publishing';
import { catalogueArrivals } from './catalogue-arrivals';
import { publish } from './publish';
import type { PublishPorts } from './publish-ports';

/** `published: false`: the work exceeds one invocation; call again. */
export interface Published {
  readonly published: boolean;
}

/** Publishes the snapshot of a run, or updates the catalogue of a job that publishes by arrival. */
export async function publishSnapshot(ports: PublishPorts, event: unknown, now: Date): Promise<Published> {
  const { run } = parseEvent(RunEvent, event);
  const isLate = ports.startClock();
  const record = await ports.history.knownRun(run);
  if (record.phases.published !== undefined) return { published: true };
  const job = await ports.plans.job(record.plan, record.jobKey);
  const { publishing } = job;
  let done: Publishing | undefined;
  switch (publishing.kind) {
    case 'none':
      break;
    case 'arrival':
      await catalogueArrivals(ports, { record, job, publishing }, now);
      break;
    case 'snapshot': {
      done = await publish(ports, { record, job, publishing }, isLate);
      if (done === undefined) return { published: false };
    }
  }
  await ports.history.recordPublished(run, now.toISOString(), done);
  return { published: true };
}
