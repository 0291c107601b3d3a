/** What an update changes. Names are attribute paths, dots between levels; absent means untouched. */
export interface Change {
  readonly set?: Readonly<Record<string, unknown>>;
  /** Written only where nothing stands yet. */
  readonly setOnce?: Readonly<Record<string, unknown>>;
  /** Added to what stands; absent counts as 0. */
  readonly add?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
  /** Each must hold: an attribute that equals a value, or exists (`true`), or does not exist (`false`). */
  readonly where?: readonly Condition[];
}

export type Condition =
  | { readonly path: string; readonly exists: boolean }
  | { readonly path: string; readonly equals: unknown };

export interface UpdateExpression {
  readonly UpdateExpression: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

/** The expression for a change, with every name and value escaped by a placeholder. */
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
  ];
  const adds = present(change.add).map(([path, given]) => `${name(path)} ${value(given)}`);
  const removes = (change.remove ?? []).map(name);
  const conditions = (change.where ?? []).map((condition) => {
    if ('equals' in condition) return `${name(condition.path)} = ${value(condition.equals)}`;
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
