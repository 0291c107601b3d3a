import { useQuery } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { client, contentOf } from './client';

const runRoute = client.runs[':run'];
const runsRoute = client.jobs[':department'][':job'].runs;

export type About = InferResponseType<typeof client.about.$get>;
export type Today = InferResponseType<typeof client.today.$get>;
export type JobToday = Today['jobs'][number];
export type Problem = Today['problems'][number];
export type RunSummary = InferResponseType<typeof runsRoute.$get>[number];
export type RunPage = InferResponseType<typeof runRoute.$get>;
export type RunPath = NonNullable<InferResponseType<typeof runRoute.path.$get>['path']>;
export type RunLogs = InferResponseType<typeof runRoute.logs.$get>;
export type Calendar = InferResponseType<typeof client.calendar.$get>;

export type NextStarts = InferResponseType<typeof client.next.$get>;

export const useAbout = () =>
  useQuery({ queryKey: ['about'], queryFn: () => contentOf<About>(client.about.$get()) });

export const useToday = () =>
  useQuery({ queryKey: ['today'], queryFn: () => contentOf<Today>(client.today.$get()) });

export const useRunsOf = (key: string) =>
  useQuery({
    queryKey: ['runs', key],
    queryFn: () => {
      const [department = '', job = ''] = key.split('/');
      return contentOf<readonly RunSummary[]>(runsRoute.$get({ param: { department, job } }));
    },
  });

export const useRun = (run: string) =>
  useQuery({
    queryKey: ['run', run],
    queryFn: () => contentOf<RunPage>(runRoute.$get({ param: { run } })),
  });

export const useRunPath = (run: string) =>
  useQuery({
    queryKey: ['run', run, 'path'],
    queryFn: async () => {
      const { path } = await contentOf(runRoute.path.$get({ param: { run } }));
      return path;
    },
  });

export const useRunLogs = (run: string, wanted: boolean) =>
  useQuery({
    queryKey: ['run', run, 'logs'],
    queryFn: () => contentOf<RunLogs>(runRoute.logs.$get({ param: { run } })),
    enabled: wanted,
  });

/** Below `calendar`, so that a change queries them again. */
export const useNextStarts = () =>
  useQuery({ queryKey: ['calendar', 'next'], queryFn: () => contentOf<NextStarts>(client.next.$get()) });

export const useNight = () =>
  useQuery({ queryKey: ['calendar', 'night'], queryFn: () => contentOf<Calendar>(client.night.$get()) });

export const useCalendar = () =>
  useQuery({ queryKey: ['calendar'], queryFn: () => contentOf<Calendar>(client.calendar.$get()) });
