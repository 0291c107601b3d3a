/** Changes of an update. Names are attribute paths with dots between levels. Absent: unchanged. */
export interface Change {
  readonly set?: Readonly<Record<string, unknown>>;
  /** Set only where the attribute does not exist. */
  readonly setOnce?: Readonly<Record<string, unknown>>;
  /** Added to the end of a list, which may not exist yet. */
  readonly append?: Readonly<Record<string, readonly unknown[]>>;
  /** Added to the present value, which counts as 0 where it does not exist. */
  readonly add?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
  /** Conditions that must all hold. */
  readonly where?: readonly Condition[];
  /** True: the answer has no item, which saves reading a large one. Absent: it has the whole item. */
  readonly withoutItem?: true;
}

export type Condition =
  | { readonly path: string; readonly exists: boolean }
  /** Of scalars only: the table of the local cloud does not compare maps and lists by their members. */
  | { readonly path: string; readonly equals: string | number | boolean }
  /** The attribute does not exist, or is less. */
  | { readonly path: string; readonly absentOrBelow: string };

export interface UpdateExpression {
  readonly UpdateExpression: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

/** Expression of a change, with placeholders for all names and values. */
export function updateExpression(change: Change): UpdateExpression {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const name = (path: string): string =>
    path
      .split('.')
      .map((part) => {
        names[`#${part}`] = part;
        return `#${part}`;
      })
      .join('.');
  const value = (given: unknown): string => {
    const placeholder = `:v${Object.keys(values).length}`;
    values[placeholder] = given;
    return placeholder;
  };
  const sets = [
    ...present(change.set).map(([path, given]) => `${name(path)} = ${value(given)}`),
    ...present(change.setOnce).map(
      ([path, given]) => `${name(path)} = if_not_exists(${name(path)}, ${value(given)})`,
    ),
    ...present(change.append).map(
      ([path, given]) =>
        `${name(path)} = list_append(if_not_exists(${name(path)}, ${value([])}), ${value(given)})`,
    ),
  ];
  const adds = present(change.add).map(([path, given]) => `${name(path)} ${value(given)}`);
  const removes = (change.remove ?? []).map(name);
  const conditions = (change.where ?? []).map((condition) => {
    if ('equals' in condition) return `${name(condition.path)} = ${value(condition.equals)}`;
    if ('absentOrBelow' in condition)
      return `(attribute_not_exists(${name(condition.path)}) OR ${name(condition.path)} < ${value(condition.absentOrBelow)})`;
    return `${condition.exists ? 'attribute_exists' : 'attribute_not_exists'}(${name(condition.path)})`;
  });
  return {
    UpdateExpression: [
      sets.length > 0 ? `SET ${sets.join(', ')}` : '',
      adds.length > 0 ? `ADD ${adds.join(', ')}` : '',
      removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '',
    ]
      .filter((part) => part !== '')
      .join(' '),
    ...(conditions.length > 0 ? { ConditionExpression: conditions.join(' AND ') } : {}),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  };
}

function present(entries: Readonly<Record<string, unknown>> | undefined): readonly [string, unknown][] {
  return Object.entries(entries ?? {}).filter(([, value]) => value !== undefined);
}
