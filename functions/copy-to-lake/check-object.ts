import type { DatedObject } from '../../aws/lake/object-state';
import type { LakeObjects } from '../../aws/lake/objects';
import { mapConcurrently } from '../../core/concurrency';
import type { ArrivedObject } from '../../core/lake/keys/object-event';

/** Number of files in a folder from which one listing of up to 1,000 objects replaces their heads (docs/adr/0011-staging-to-lake-by-arrival.md). */
const worthListing = 4;
const requestsAtOnce = 16;

/**
 * Returns the present state of objects in staging, or the error of the request. Objects that do not exist are absent. Files of one
 * folder are listed together.
 */
export async function checkObjects(
  objects: LakeObjects,
  wanted: readonly ArrivedObject[],
): Promise<ReadonlyMap<ArrivedObject, DatedObject | Error>> {
  const found = new Map<ArrivedObject, DatedObject | Error>();
  const folders = new Map<string, ArrivedObject[]>();
  for (const object of wanted) {
    const folder = `${object.bucket}/${object.key.slice(0, object.key.lastIndexOf('/'))}`;
    folders.set(folder, [...(folders.get(folder) ?? []), object]);
  }
  const single: ArrivedObject[] = [];
  await mapConcurrently(requestsAtOnce, [...folders.values()], async (group) => {
    const listed = group.length < worthListing ? new Map() : await list(objects, group);
    for (const object of group) {
      const state = listed.get(object.key);
      if (state === undefined) single.push(object);
      else found.set(object, state);
    }
  });
  await mapConcurrently(requestsAtOnce, single, async (object) => {
    const state = await objects.head(object).catch(asError);
    if (state !== undefined) found.set(object, state);
  });
  return found;
}

/** Lists one page from the first key on. The head of each object that it does not contain is read instead. */
async function list(
  objects: LakeObjects,
  group: readonly ArrivedObject[],
): Promise<ReadonlyMap<string, DatedObject>> {
  const keys = group.map(({ key }) => key);
  const [first] = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const [{ bucket } = { bucket: '' }] = group;
  // A key sorts directly after its own beginning.
  const before = [...(first ?? '')].slice(0, -1).join('');
  const page = await objects.page(bucket, commonBeginning(keys), before).catch(() => ({ objects: [] }));
  return new Map(page.objects.map((object) => [object.key, object]));
}

function commonBeginning(keys: readonly string[]): string {
  let common = [...(keys[0] ?? '')];
  for (const key of keys.slice(1)) {
    const letters = [...key];
    const end = common.findIndex((letter, index) => letter !== letters[index]);
    if (end >= 0) common = common.slice(0, end);
  }
  return common.join('');
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}
