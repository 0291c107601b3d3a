import { z } from 'zod';

/** Ways in which a rule's target shapes its input. At most one of the three is allowed. */
export const TargetInput = {
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .strictObject({
      InputPathsMap: z.record(z.string().regex(/^[A-Za-z0-9_-]+$/), z.string()).default({}),
      InputTemplate: z.string().min(1),
    })
    .optional(),
};
const Shape = z.object(TargetInput);
export type TargetInput = z.infer<typeof Shape>;

/** Steps of `$`, `$.a.b` or `$.a[0]`. Undefined for any other path. */
export function pathSteps(path: string): string[] | undefined {
  if (!/^\$(\.[A-Za-z0-9_-]+|\[\d+\])*$/.test(path)) return undefined;
  return [...path.matchAll(/[A-Za-z0-9_-]+/g)].map(([step]) => step);
}

/**
 * Payload of a target for an event, as JSON text.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function payloadFor(
  target: TargetInput,
  event: Readonly<Record<string, unknown>>,
  rule: { readonly name: string; readonly arn: string },
): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(valueAt(event, target.InputPath) ?? null);
  const transformer = target.InputTransformer;
  if (transformer === undefined) return JSON.stringify(event);
  const values = new Map<string, unknown>([
    ['aws.events.rule-arn', rule.arn],
    ['aws.events.rule-name', rule.name],
    ['aws.events.event.ingestion-time', event['time']],
    ['aws.events.event', event],
    ['aws.events.event.json', event],
    ...Object.entries(transformer.InputPathsMap).map(([name, path]): [string, unknown] => [
      name,
      valueAt(event, path),
    ]),
  ]);
  return fill(transformer.InputTemplate, values);
}

/**
 * Fills placeholders: within a JSON string as text, elsewhere as JSON. A value that the event lacks is empty.
 */
function fill(template: string, values: ReadonlyMap<string, unknown>): string {
  let inString = false;
  return template.replace(/\\.|"|<([A-Za-z0-9_.-]+)>/g, (whole, name: string | undefined) => {
    if (whole === '"') inString = !inString;
    if (name === undefined || !values.has(name)) return whole;
    const value = values.get(name);
    if (value === undefined) return inString ? '' : '""';
    const text = typeof value === 'string' && inString ? value : JSON.stringify(value);
    return inString ? JSON.stringify(text).slice(1, -1) : text;
  });
}

function valueAt(event: unknown, path: string): unknown {
  return (pathSteps(path) ?? []).reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.entries(value).find(([name]) => name === step)?.[1];
  }, event);
}
