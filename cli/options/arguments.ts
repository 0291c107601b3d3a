import { type Argument, formatted } from './option';

const jobKey = /^[a-z0-9-]+\/[a-z0-9-]+$/;

const jobType = formatted(jobKey, 'is not a job: write department/job, such as sales/orders-daily');

/** `department/job` */
export function jobArgument(description = 'the job, such as sales/orders-daily'): Argument<string> {
  return { usage: '<department/job>', description, type: jobType };
}

/** A department, a `department/job`, or nothing. */
export const selectionArgument: Argument<string | undefined> = {
  usage: '[department/job]',
  description: 'a department or one of its jobs; all when omitted',
  type: (z) => z.optional(z.string()),
};

export const loadArgument: Argument<string> = {
  usage: '<load>',
  description: 'department/load, such as sales/prices',
  type: formatted(jobKey, 'is not a load: write department/load, such as sales/prices'),
};

export function textArgument(usage: `<${string}>`, description: string): Argument<string> {
  return { usage, description, type: (z) => z.string() };
}

export const tablesArgument: Argument<string[]> = {
  usage: '[tables...]',
  description: 'SCHEMA.TABLE as in the source; all when omitted',
  type: (z) => z._default(z.array(z.string()), []),
};
