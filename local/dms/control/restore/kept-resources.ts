import { basename } from 'node:path';
import { type Journal, journalOf } from '../../../durable/journal';
import type { CloudContext } from '../../../service';
import type { DmsParts } from '../dms-parts';
import type { CapturePlace, Task, TaskRun } from '../resources';

/**
 * State that the local DMS keeps beyond its process, by `<kind>/<arn>`. Metrics are not kept. The shapes are
 * those of kept-shapes.ts.
 */
export class KeptResources {
  readonly journal: Journal;
  readonly #isOn: boolean;
  #isOver = false;

  constructor(context: CloudContext) {
    this.#isOn = context.openJournal !== undefined;
    this.journal = journalOf(context, 'dms');
  }

  /** Writes what has changed since the last call. */
  put({ resources, events }: DmsParts): void {
    if (!this.#isOn || this.#isOver) return;
    const now = new Map<string, unknown>();
    // Tags are written before their resource and removed after it, so that no task is ever without its tags.
    for (const [arn, tags] of resources.tags) now.set(`tags/${arn}`, [...tags]);
    for (const { arn, open: _open, shown: _shown, ...endpoint } of resources.endpoints.values())
      now.set(`endpoint/${arn}`, endpoint);
    for (const { arn, ...instance } of resources.instances.values()) now.set(`instance/${arn}`, instance);
    for (const group of resources.subnetGroups.values()) now.set(`group/${group.identifier}`, group);
    for (const [pair, connection] of resources.connections) now.set(`connection/${pair}`, connection);
    for (const task of resources.tasks.values()) now.set(`task/${task.arn}`, taskRecord(task));
    now.set('events', events.all);
    for (const key of [...this.journal.keys()].reverse()) if (!now.has(key)) this.journal.delete(key);
    for (const [key, value] of now) this.journal.put(key, value);
  }

  /** Stops writing, so that the journal stays as a crash would leave it. */
  end(): void {
    this.#isOver = true;
  }
}

function taskRecord(task: Task) {
  const { arn: _arn, mappings: _mappings, metrics: _metrics, settings, run, place, ...plain } = task;
  return {
    ...plain,
    settings: settings.document,
    stopPosition: task.stopPosition?.text,
    run: run && runRecord(run),
    place: place && placeRecord(place, run),
  };
}

function runRecord({ stop: _stop, capture: _capture, reload: _reload, reloads: _reloads, ...run }: TaskRun) {
  return run;
}

function placeRecord({ position, journalPath, ...place }: CapturePlace, run: TaskRun | undefined) {
  return {
    ...place,
    position: String(run?.capture?.position ?? position),
    journal: basename(journalPath),
  };
}
