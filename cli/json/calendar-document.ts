import { z } from 'zod';
import type { DeployedCalendar } from '../../application/environments/read-calendar';
import { outcomes } from '../../core/runs/record/verdict-shape';
import { defineDocument, withPage } from './document';
import { jobKey, moment } from './fields';

export const calendarDocument = withPage(
  defineDocument({
    name: 'calendar',
    version: 1,
    description: 'calendar: past and coming times of jobs',
    shape: z.object({
      environment: z.string(),
      entries: z.array(
        z.object({
          job: jobKey,
          at: moment.describe('scheduled time; of other runs the time at which they opened'),
          local: z.string().describe('the same moment in the time zone of the job, ISO 8601 with offset'),
          timeZone: z.string(),
          state: z.enum(['planned', 'overlapping', 'paused', 'disabled', 'open', ...outcomes]),
          run: z.string().optional().describe('absent for a coming time'),
          seconds: z.number().optional().describe('duration of a past run, or expected duration'),
        }),
      ),
      shortened: z.array(jobKey).describe('jobs of which later times are left out'),
      unread: z
        .array(z.string())
        .describe('deployed departments whose jobs are left out, because their plan cannot be read'),
      pastShortened: z.boolean().describe('true when the oldest past runs are left out'),
    }),
    of: ({ environment, entries, shortened, isPastShortened, unread }: DeployedCalendar) => ({
      environment,
      entries: entries.map((entry) => ({ ...entry })),
      shortened: [...shortened],
      unread: [...unread],
      pastShortened: isPastShortened,
    }),
  }),
);
