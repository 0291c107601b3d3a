import { IANAZone } from 'luxon';
import { z } from 'zod';
import { isSupportedTarget, unsupportedTarget } from '../events/invoke-target';
import { parseExpression } from './expression';

/** Names, ranges and defaults are those of API_CreateSchedule. */
export const Name = z.string().regex(/^[0-9A-Za-z_.-]{1,64}$/, 'must be 1 to 64 letters, digits, _ . or -');

const Target = z.strictObject({
  Arn: z.string().superRefine((arn, issues) => {
    if (!isSupportedTarget(arn)) issues.addIssue({ code: 'custom', message: unsupportedTarget(arn) });
  }),
  RoleArn: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'must be the ARN of a role'),
  Input: z.string().min(1).optional(),
  RetryPolicy: z
    .strictObject({
      MaximumEventAgeInSeconds: z.int().min(60).max(86_400).default(86_400),
      MaximumRetryAttempts: z.int().min(0).max(185).default(185),
    })
    .default({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 }),
  DeadLetterConfig: z
    .strictObject({
      Arn: z
        .string()
        .regex(/^arn:aws[a-z-]*:sqs:[^:]+:\d{12}:(?!.*\.fifo$).+$/, 'must be a standard queue')
        .optional(),
    })
    .optional(),
});

const FlexibleTimeWindow = z
  .strictObject({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: z.int().min(1).max(1440).optional(),
  })
  .refine(
    (window) => (window.Mode === 'FLEXIBLE') === (window.MaximumWindowInMinutes !== undefined),
    'MaximumWindowInMinutes is required with Mode FLEXIBLE, and not allowed otherwise',
  );

/** Epoch seconds on the wire. */
const Moment = z.number().transform((seconds) => new Date(seconds * 1000));

/** Body of CreateSchedule and UpdateSchedule. */
export const ScheduleBody = z.strictObject({
  GroupName: Name.default('default'),
  ScheduleExpression: z.string().superRefine((expression, issues) => {
    try {
      parseExpression(expression);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      issues.addIssue({ code: 'custom', message: `Invalid Schedule Expression ${expression}: ${why}` });
    }
  }),
  ScheduleExpressionTimezone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), 'must be an IANA time zone, such as Europe/Vienna')
    .default('UTC'),
  Target,
  FlexibleTimeWindow,
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
  StartDate: Moment.optional(),
  EndDate: Moment.optional(),
  Description: z.string().max(512).optional(),
  ClientToken: z.string().optional(),
});
export type ScheduleBody = z.infer<typeof ScheduleBody>;

export interface Schedule extends ScheduleBody {
  readonly Name: string;
  readonly Arn: string;
  readonly CreationDate: Date;
  readonly LastModificationDate: Date;
}
