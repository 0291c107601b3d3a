import type { Stack, StackOutput } from '../../cloudformation/stack';
import type { Stacks } from '../../cloudformation/stacks';
import type { Template } from '../assembly';
import { TemplateError } from '../handler';
import { resolve, type Scope } from '../intrinsics';

/** Outputs of the template, in so far as their conditions are true. */
export function outputsOf(
  { Outputs }: Template,
  scope: Scope,
  stack: Stack,
): ReadonlyMap<string, StackOutput> {
  const outputs = new Map<string, StackOutput>();
  for (const [key, { Value, Description, Condition, Export }] of Object.entries(Outputs)) {
    if (Condition !== undefined && !scope.condition(Condition)) continue;
    const exportName = Export === undefined ? undefined : String(resolve(Export.Name, scope));
    outputs.set(key, { ...resolvedOf(Value, scope, stack), description: Description, exportName });
  }
  return outputs;
}

/** Value of an output, and whether it has an attribute that is not shown. */
function resolvedOf(value: unknown, scope: Scope, stack: Stack): Pick<StackOutput, 'value' | 'masked'> {
  let masked = false;
  const watched: Scope = {
    ...scope,
    attribute(logicalId, name) {
      masked ||= stack.resources.get(logicalId)?.deployed.masked === true;
      return scope.attribute(logicalId, name);
    },
  };
  return { value: String(resolve(value, watched)), masked };
}

/** Refuses a template without an export that another stack imports, before any resource changes. */
export function assertExportsStay(template: Template, scope: Scope, stack: Stack, stacks: Stacks): void {
  const names = new Set(
    Object.values(template.Outputs).flatMap(({ Export, Condition }) =>
      Export === undefined || (Condition !== undefined && !scope.condition(Condition))
        ? []
        : [String(resolve(Export.Name, scope))],
    ),
  );
  for (const { exportName } of stack.outputs.values())
    if (exportName !== undefined && !names.has(exportName)) refuse(exportName, 'deleted', stack, stacks);
}

/** Refuses new values of exports that other stacks import. */
export function assertExportsSame(
  outputs: ReadonlyMap<string, StackOutput>,
  stack: Stack,
  stacks: Stacks,
): void {
  const values = new Map([...outputs.values()].map(({ exportName, value }) => [exportName, value]));
  for (const { exportName, value } of stack.outputs.values())
    if (exportName !== undefined && values.get(exportName) !== value)
      refuse(exportName, 'updated', stack, stacks);
}

function refuse(exported: string, change: 'deleted' | 'updated', stack: Stack, stacks: Stacks): void {
  const by = stacks.importersOf(exported).filter((name) => name !== stack.name);
  if (by.length === 0) return;
  const names = new Intl.ListFormat('en-GB').format(by);
  throw new TemplateError(`Export ${exported} cannot be ${change} as it is in use by ${names}`);
}
