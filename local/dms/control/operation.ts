import { z } from 'zod';
import type { Input, Operation } from '../../service';
import { unsupported } from '../../unsupported';
import { invalidValue } from './faults';

/** Operation whose input is checked field by field. Unknown fields are refused by name. */
export function operation<T>(schema: z.ZodType<T>, run: (input: T) => unknown): Operation {
  return (input: Input) => {
    const result = schema.safeParse(input);
    if (result.success) return run(result.data);
    throw invalidValue(result.error.issues.map(issueText).join('; '));
  };
}

function issueText(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => (where === '' ? key : `${where}.${key}`));
    return unsupported(names.join(', '), { page: 'dms' });
  }
  return `${where}: ${issue.message}`;
}

/** Absent, null or a value: the SDK and CloudFormation express an absent value differently. */
export const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);

/** https://docs.aws.amazon.com/dms/latest/APIReference/API_Tag.html; both also without these prefixes. */
const tagText = (longest: number) =>
  z
    .string()
    .regex(
      new RegExp(`^(?!aws:|dms:)[\\p{L}\\p{Z}\\p{N}_.:/=+\\-]{1,${longest}}$`, 'u'),
      `must be 1 to ${longest} letters, digits, spaces and _ . : / = + -, without aws: or dms: at the start`,
    );
export const Tags = optional(
  z.array(
    z.strictObject({ Key: tagText(128), Value: optional(tagText(256)).transform((text) => text ?? '') }),
  ),
);
export const ResourceIdentifier = optional(
  z
    .string()
    .max(31)
    .regex(
      /^[A-Za-z](?:-?[A-Za-z0-9])*$/,
      'must start with a letter, contain only letters, digits and single hyphens, and not end with a hyphen',
    ),
);
export const Identifier = z
  .string()
  .max(255)
  .regex(
    /^[A-Za-z](?:-?[A-Za-z0-9])*$/,
    'must start with a letter, contain only letters, digits and single hyphens, and not end with a hyphen',
  );
/** Moment on the wire: epoch seconds. */
export const epochSeconds = (date: Date): number => date.getTime() / 1000;
