import { z } from 'zod';
import { formsOf } from './schema-forms';

type Schema = z.core.$ZodType;

/**
 * Keys of all settings that a file can have by its schema, such as `lake.prefix`. A list, a mapping with free keys, and what `whole`
 * names are one setting each.
 */
export function settingKeys(
  schema: Schema,
  whole: readonly string[] = [],
  path: readonly string[] = [],
): readonly string[] {
  const key = path.join('.');
  const keys = formsOf(schema).flatMap((form) =>
    form instanceof z.ZodObject && !whole.includes(key)
      ? Object.entries<Schema>(form.shape).flatMap(([name, field]) =>
          settingKeys(field, whole, [...path, name]),
        )
      : [key],
  );
  return [...new Set(keys)];
}
