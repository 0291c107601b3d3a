import type { DatedObject } from '../../aws/lake/object-state';
import type { LakeObjects } from '../../aws/lake/objects';

/** Lists all objects with a prefix. */
export async function listObjects(
  objects: Pick<LakeObjects, 'page'>,
  bucket: string,
  prefix: string,
): Promise<readonly DatedObject[]> {
  const found: DatedObject[] = [];
  for (let after: string | undefined; ; ) {
    const page = await objects.page(bucket, prefix, after);
    found.push(...page.objects);
    const last = page.objects.at(-1);
    if (!page.more || last === undefined) return found;
    after = last.key;
  }
}
