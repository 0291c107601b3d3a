import { z } from 'zod';

/** End of a message. Messages of the schemas continue a sentence that starts with the wrong value: `"Sales" is not a name: ...`. */
const nameRule = 'use lower-case letters, digits and single hyphens between them, starting with a letter';

/** Schema of a name that is part of stack names, DMS identifiers, S3 keys and history keys, unchanged. */
export function name(what: string, longest: number): z.ZodString {
  return z
    .string()
    .max(longest, { error: `is longer than ${longest} characters, the maximum of a ${what}` })
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: `is not a ${what}: ${nameRule}` });
}

/** Name without a hyphen, so that `lakeferry-<environment>-<department>` is unambiguous in an account. */
export const EnvironmentName = z
  .string()
  .max(16, { error: 'is longer than 16 characters, the maximum of an environment name' })
  .regex(/^[a-z][a-z0-9]*$/, {
    error: 'is not an environment name: use lower-case letters and digits only, starting with a letter',
  });

/**
 * Start of all names of an environment. Sources: SSM API PutParameter (aws, ssm), S3 guide, bucketnamingrules (sthree, amzn, xn).
 */
export const NamePrefix = name('name prefix', 30)
  .refine((text) => !/^(aws|ssm|sthree|amzn|xn)/.test(text), {
    error: 'is a prefix that AWS reserves: it must not start with aws, ssm, sthree, amzn or xn',
  })
  .refine((text) => !/^lakeferry(-|$)/.test(text), {
    error: 'is not needed: all names have lakeferry after the prefix',
  })
  // Roles may use what begins with the names of their environment: acme-lakeferry-dev-*.
  .refine((text) => !/-lakeferry(-|$)/.test(text), {
    error: 'could be the start of the names of another environment: it must not contain lakeferry',
  })
  .describe(
    'Start of every name of the environment, for accounts that demand one: acme gives acme-lakeferry-dev-platform. ' +
      'It cannot change later. Default: none.',
  );

/**
 * Names whose resources would be called as those of the platform: `lakeferry-<environment>-platform` is its stack, and
 * `lakeferry-<environment>-messages-undelivered` one of its alarms.
 */
const takenByPlatform = ['platform', 'messages'];

export const DepartmentName = name('department name', 40).refine((text) => !takenByPlatform.includes(text), {
  error: 'is part of names that the platform has already: choose another department name',
});
export const JobName = name('job name', 60);
export const ConnectionName = name('connection name', 40);

/** Text for the description of a schedule (API CreateSchedule). */
export const ScheduleDescription = z.string().max(512, {
  error: 'is longer than 512 characters, the maximum of a description in EventBridge Scheduler',
});

/** Text of at most `most` bytes in UTF-8. PostgreSQL cuts longer names without an error. */
export function ofBytes(text: string, most: number): boolean {
  return new TextEncoder().encode(text).length <= most;
}

/** Owner, which becomes the value of a tag (API Tag of IAM, SSM and others). */
export const Owner = z
  .string()
  .min(1, { error: 'is empty' })
  .max(256, { error: 'is longer than 256 characters, the maximum of a tag' })
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, {
    error: 'is not the value of a tag: use letters, digits, spaces and _ . : / = + - @',
  });

/** Tags by AWS's rules. Lakeferry finds its own resources by tags that start with `lakeferry:`. */
export const Tags = z
  .record(
    z
      .string()
      .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u, {
        error: 'is not a tag key: use at most 128 letters, digits, spaces and _ . : / = + - @',
      })
      .refine((key) => !/^(aws|lakeferry):/i.test(key), {
        error: 'is reserved: tag keys must not start with aws: or lakeferry:',
      }),
    z.string().regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u, {
      error: 'is not a tag value: use at most 256 letters, digits, spaces and _ . : / = + - @',
    }),
  )
  .refine((tags) => Object.keys(tags).length <= 40, {
    error: 'has more than 40 tags: keep at most 40, as AWS allows 50 per resource and Lakeferry adds its own',
  });

export const TimeZone = z
  .string()
  .min(1, { error: 'is not a time zone: write an IANA name such as Europe/Vienna' });

/** Limit for runs at the same time, of a source or a replication instance. */
export const ConcurrentRuns = z
  .int({ error: 'is not a whole number' })
  .min(1, { error: 'is below 1' })
  .max(200, { error: 'is above 200, the default maximum of tasks per replication instance' });
