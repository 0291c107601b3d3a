import { isInput } from '../gateway/input';
import type { TemplateResource } from './assembly';

/**
 * Logical IDs in an order in which each follows those that it refers to or depends on: all, or `only` some with those that they
 * need.
 */
export function creationOrder(
  resources: Readonly<Record<string, TemplateResource>>,
  only: readonly string[] = Object.keys(resources),
): readonly string[] {
  const ordered = new Set<string>();
  const path: string[] = [];
  const visit = (logicalId: string): void => {
    const resource = resources[logicalId];
    if (resource === undefined || ordered.has(logicalId)) return;
    if (path.includes(logicalId))
      throw new Error(`circular dependency between resources: ${[...path, logicalId].join(' -> ')}`);
    path.push(logicalId);
    for (const other of namesIn(resource)) visit(other);
    path.pop();
    ordered.add(logicalId);
  };
  for (const logicalId of only) visit(logicalId);
  return [...ordered];
}

/** Logical IDs of `resources` that the resource refers to or depends on. */
export function needsOf(
  resource: TemplateResource,
  resources: Readonly<Record<string, TemplateResource>>,
): readonly string[] {
  return [...new Set(namesIn(resource))].filter((name) => Object.hasOwn(resources, name));
}

function namesIn({ DependsOn: explicit = [], Properties }: TemplateResource): readonly string[] {
  return [...(typeof explicit === 'string' ? [explicit] : explicit), ...references(Properties)];
}

/** Names in all Ref, GetAtt and Sub expressions in `value`. */
export function references(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isInput(value)) return [];
  return Object.entries(value).flatMap(([name, argument]) => {
    if (name === 'Ref') return [String(argument)];
    if (name === 'Fn::GetAtt')
      return [Array.isArray(argument) ? String(argument[0]) : (String(argument).split('.')[0] ?? '')];
    if (name !== 'Fn::Sub') return references(argument);
    const text = String(Array.isArray(argument) ? argument[0] : argument);
    const named = [...text.matchAll(/\$\{([^!}.]+)[^}]*\}/g)].map(([, first = '']) => first);
    return [...named, ...references(argument)];
  });
}
