import type { ObjectStore } from '../../../object-store';
import { TargetError } from '../failures';

/** Removes every file below the folder. Throws TargetError. */
export async function removeFiles(objects: ObjectStore, bucket: string, folder: string): Promise<void> {
  try {
    for (const { key } of await objects.list(bucket, folder)) await objects.delete(bucket, key);
  } catch (error) {
    throw new TargetError(`Failed to remove the earlier files of ${folder}`, error);
  }
}
