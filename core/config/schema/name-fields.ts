import { z } from 'zod';

/**
 * A message that follows the wrong value: `"Sales" is not a name: ...`. Everything that `schema-findings` prints with a value
 * is written this way.
 */
const nameRule = 'use lower-case letters, digits and single hyphens between them, starting with a letter';

/** A name that goes into stack names, DMS identifiers, S3 keys and history keys as it is. */
export function name(what: string, longest: number): z.ZodString {
  return z
    .string()
    .max(longest, { error: `is longer than the ${longest} characters that a ${what} may have` })
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: `is not a ${what}: ${nameRule}` });
}

/** No hyphen: names such as `lakeferry-<environment>-<department>` stay unambiguous in an account. */
export const EnvironmentName = z
  .string()
  .max(16, { error: 'is longer than the 16 characters that an environment name may have' })
  .regex(/^[a-z][a-z0-9]*$/, {
    error: 'is not an environment name: use lower-case letters and digits only, starting with a letter',
  });

/** `lakeferry-<environment>-platform` is the platform's own stack. */
export const DepartmentName = name('department name', 40).refine((text) => text !== 'platform', {
  error: 'is the name of the platform stack: choose another department name',
});
export const JobName = name('job name', 60);
export const ConnectionName = name('connection name', 40);

/** AWS's rules for tags; `lakeferry:` marks what Lakeferry finds its own resources by. */
export const Tags = z
  .record(
    z
      .string()
      .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u, {
        error: 'is not a tag key: use at most 128 letters, digits, spaces and _ . : / = + - @',
      })
      .refine((key) => !/^(aws|lakeferry):/i.test(key), {
        error: 'is not free for you: tag keys that start with aws: or lakeferry: are reserved',
      }),
    z.string().regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u, {
      error: 'is not a tag value: use at most 256 letters, digits, spaces and _ . : / = + - @',
    }),
  )
  .refine((tags) => Object.keys(tags).length <= 40, {
    error: 'has more than 40 tags: AWS allows 50 on a resource and Lakeferry needs some of its own',
  });

export const TimeZone = z
  .string()
  .min(1, { error: 'is not a time zone: write an IANA name such as Europe/Vienna' });
