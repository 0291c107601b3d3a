import { z } from 'zod';
import { Job } from './job-schema';
import { Lake } from './lake-schema';
import { Load } from './load-schema';
import { ConnectionName, DepartmentName, Tags, TimeZone } from './name-fields';

export const Department = z
  .strictObject({
    department: DepartmentName.describe('Unique; becomes the stack lakeferry-<environment>-<department>.'),
    owner: z
      .string()
      .min(1, { error: 'is empty' })
      .describe('Who answers for the data: a team’s mail address.'),
    description: z.string().describe('For people.').optional(),
    source: ConnectionName.describe('A source of connections.yaml, for all jobs that name no other.'),
    target: ConnectionName.describe('A target of connections.yaml, for all jobs that name no other.'),
    'time-zone': TimeZone.describe('Zone of all schedules that name no other. Default UTC.').optional(),
    lake: Lake.describe(
      'Where and how data lies in the lake, for all jobs that say nothing else.',
    ).optional(),
    tags: Tags.describe('Tags of all resources of the department.').optional(),
    jobs: z.array(Job).min(1, { error: 'is empty: add a job' }).describe('The department’s jobs.'),
    loads: z.array(Load).describe('Files that are dropped into the inbox and go into PostgreSQL.').optional(),
  })
  .describe('A department’s file: what is moved, from where, when.');
export type Department = z.infer<typeof Department>;
