import { z } from 'zod';
import { Job } from './job-schema';
import { Lake } from './lake-schema';
import { Load } from './load-schema';
import { ConnectionName, DepartmentName, Owner, Tags, TimeZone } from './name-fields';
import { Notify } from './notify-schema';

export const Department = z
  .strictObject({
    department: DepartmentName.describe('Unique name. The stack is lakeferry-<environment>-<department>.'),
    owner: Owner.describe('Who is responsible for the data, such as the mail address of a team.'),
    description: z.string().describe('Text for people.').optional(),
    source: ConnectionName.describe('Default source of the jobs, from connections.yaml.'),
    target: ConnectionName.describe('Default target of the jobs, from connections.yaml.'),
    'time-zone': TimeZone.describe('Default IANA time zone of all schedules. Default UTC.').optional(),
    lake: Lake.describe('Default location and layout of the data in the lake.').optional(),
    notify: Notify.optional(),
    tags: Tags.describe('Tags of all resources of the department.').optional(),
    jobs: z.array(Job).min(1, { error: 'is empty: add a job' }).describe('Jobs of the department.'),
    loads: z
      .array(Load)
      .describe('CSV files that people drop into the inbox bucket, loaded into PostgreSQL.')
      .optional(),
  })
  .describe('A department: its jobs and loads.');
export type Department = z.infer<typeof Department>;
