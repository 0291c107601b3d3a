import { z } from 'zod';

/** Moment, ISO 8601 in UTC. */
export const moment = z.string().describe('ISO 8601, UTC');

export function countOf(what: string): z.ZodType<number> {
  return z.int().describe(`number of ${what}`);
}

export const jobKey = z.string().describe('`department/job`, or `department/load`');
