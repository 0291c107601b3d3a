import { parseEvent, RunEvent } from '../../core/runs/record/parse-event';
import type { RunRecord } from '../../core/runs/record/run-record';
import { catalogueArrivals } from './catalogue-arrivals';
import { publish, tidyUp } from './publish';
import { publishPart } from './publish-part';
import type { PublishPorts } from './publish-ports';
import { rejectIfClosed } from './reject-closed';

/** `published: false`: the work exceeds one invocation; call again. */
export interface Published {
  readonly published: boolean;
}

/** Publishes the snapshot of a run, or updates the catalogue of a job that publishes by arrival. */
export async function publishSnapshot(ports: PublishPorts, event: unknown, now: Date): Promise<Published> {
  const { run } = parseEvent(RunEvent, event);
  const isLate = ports.startClock();
  const record = await ports.history.knownRun(run);
  if (record.phases.published !== undefined && hasTidiedUp(record)) return { published: true };
  if (record.phases.published === undefined) rejectIfClosed(record);
  const job = await ports.plans.job(record.plan, record.jobKey);
  const { publishing } = job;
  let unlisted: readonly string[] = [];
  switch (publishing.kind) {
    case 'none':
      break;
    case 'arrival':
      unlisted = await catalogueArrivals(ports, { record, job, publishing }, now);
      break;
    case 'snapshot': {
      const request = { record, job, publishing };
      if (record.phases.published === undefined) {
        const work = record.part === undefined ? publish : publishPart;
        const done = await work(ports, request, isLate, now);
        if (done === undefined) return { published: false };
        await ports.history.recordPublished(run, done.at, done.result, done.unlisted);
      }
      await tidyUp(ports, request, isLate, now);
      return { published: true };
    }
  }
  await ports.history.recordPublished(run, ports.time().toISOString(), undefined, unlisted);
  return { published: true };
}

/** Returns false when an invocation was killed after the publish, for example because it ran out of memory. */
function hasTidiedUp({ publishing }: RunRecord): boolean {
  return publishing === undefined || publishing.removed !== undefined;
}
