import { ControlTables } from '../../apply/control-tables';
import { Journal } from '../../capture/journal';
import { dropSlot } from '../../capture/slots';
import { connectSource } from '../../load/source';
import { connectTarget } from '../../load/tables/target-database';
import type { DmsParts } from '../dms-parts';
import type { Task } from '../resources';

/**
 * Drops the slot that the task created. When the source cannot be reached the slot stays, and the log reports
 * it (DMS-EVENT-0082).
 */
export async function releasePlace(
  { context, resources, simulated }: DmsParts,
  { place, sourceArn, targetArn, settings }: Task,
): Promise<void> {
  if (place === undefined || simulated !== undefined) return;
  const source = resources.endpoint(sourceArn).open;
  const release = async (): Promise<void> => {
    await Journal.remove(place.journalPath);
    if (!place.isOwnSlot || source.kind !== 'source') return;
    const client = await connectSource(await source.connect());
    try {
      await dropSlot(client, place.slot);
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  const forget = async (): Promise<void> => {
    const target = resources.endpoint(targetArn).open;
    if (target.kind !== 'target' || target.to !== 'tables') return;
    const client = await connectTarget(await target.open());
    try {
      await new ControlTables(client, settings.apply.controlSchema).forget(place.slot);
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  await context.clock.track(release()).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    context.log(`DMS: cleanup of task data failed: slot ${place.slot} stays in the source: ${message}`);
  });
  await context.clock.track(forget()).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    context.log(
      `DMS: cleanup of task data failed: the target keeps the position of ${place.slot}: ${message}`,
    );
  });
}
