import { z } from 'zod';
import type { NameInFile } from '../../application/configuration/undeployed';

/** Moment, ISO 8601 in UTC. */
export const moment = z.string().describe('ISO 8601, UTC');

export function countOf(what: string): z.ZodType<number> {
  return z.int().describe(`number of ${what}`);
}

export const jobKey = z.string().describe('`department/job`, or `department/load`');

export const notDeployedShape = z.array(z.object({ job: jobKey, file: z.string() }));

export function notDeployedOf(names: readonly NameInFile[]): z.input<typeof notDeployedShape> {
  return names.map(({ key, file }) => ({ job: key, file }));
}
