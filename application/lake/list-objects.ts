import type { DatedObject } from '../../aws/lake/object-state';
import type { LakeObjects } from '../../aws/lake/objects';

/** Lists all objects with a prefix, or those of the first pages. */
export async function listObjects(
  objects: Pick<LakeObjects, 'page'>,
  bucket: string,
  prefix: string,
  mostPages = Number.POSITIVE_INFINITY,
): Promise<readonly DatedObject[]> {
  const found: DatedObject[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await objects.page(bucket, prefix, after);
    found.push(...page.objects);
    const last = page.objects.at(-1);
    if (!page.more || last === undefined) return found;
    after = last.key;
  }
  return found;
}
