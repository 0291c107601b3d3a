import { join } from 'node:path';
import { parseMappings } from '../../mapping/parse-mappings';
import type { DmsParts } from '../dms-parts';
import { readEndpoint } from '../endpoints/endpoint-fields';
import type { Task } from '../resources';
import { readStopPosition } from '../tasks/stop-position';
import { TaskMetrics } from '../tasks/task-metrics';
import { readTaskSettings } from '../tasks/task-settings';
import type { KeptResources } from './kept-resources';
import {
  KeptConnection,
  KeptEndpoint,
  KeptEvents,
  KeptGroup,
  KeptInstance,
  KeptTags,
  KeptTask,
} from './kept-shapes';
import { restoreStatus } from './restore-status';

/** Restores the state of an earlier process. Interrupted transitions end as in restore-status.ts. */
export function restoreResources(parts: DmsParts, { journal }: KeptResources): void {
  const { resources, events } = parts;
  for (const [key, value] of journal.found) {
    const [kind = '', id = ''] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)];
    switch (kind) {
      case 'endpoint': {
        const kept = KeptEndpoint.parse(value);
        const read = readEndpoint(kept.type, kept.engine, kept.sent, parts.readSecret);
        resources.endpoints.set(id, { arn: id, ...kept, ...read });
        break;
      }
      case 'instance': {
        const kept = KeptInstance.parse(value);
        if (kept.status === 'deleting') break;
        resources.instances.set(id, { arn: id, ...kept, status: 'available' });
        break;
      }
      case 'group':
        resources.subnetGroups.set(id, KeptGroup.parse(value));
        break;
      case 'connection': {
        const kept = KeptConnection.parse(value);
        // An interrupted test has no result.
        if (kept.status !== 'testing') resources.connections.set(id, kept);
        break;
      }
      case 'task':
        resources.tasks.set(id, toTask(parts, id, KeptTask.parse(value)));
        break;
      case 'tags':
        resources.tags.set(id, KeptTags.parse(value));
        break;
      default:
        events.restore(KeptEvents.parse(value));
    }
  }
  for (const task of resources.tasks.values()) restoreStatus(parts, task);
  parts.keep();
}

function toTask({ context }: DmsParts, arn: string, { run, place, ...kept }: KeptTask): Task {
  return {
    ...kept,
    arn,
    mappings: parseMappings(kept.mappingsText),
    settings: readTaskSettings(kept.settings),
    stopPosition: readStopPosition(kept.stopPosition),
    run: run && { ...run, reloads: [], stop: new AbortController(), capture: undefined, reload: undefined },
    place: place && {
      slot: place.slot,
      isOwnSlot: place.isOwnSlot,
      position: place.position,
      journalPath: join(context.dataFolder, 'dms', place.journal),
    },
    metrics: new TaskMetrics(),
  };
}
