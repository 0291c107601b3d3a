import { useQueries, useQuery } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { client, contentOf } from './client';
import { jobParts } from '../../../core/pages/hrefs';
import { isReport } from './report';

const runRoute = client.runs[':run'];
const dayRoute = client.calendar.days[':day'];
const replicationRoute = client.replications[':department'][':job'];
const runsRoute = client.jobs[':department'][':job'].runs;

export type About = InferResponseType<typeof client.about.$get>;
export type Today = InferResponseType<typeof client.today.$get>;
export type JobToday = Today['jobs'][number];
export type Problem = Today['problems'][number];
export type RunSummary = InferResponseType<typeof runsRoute.$get>[number];
export type RunPage = InferResponseType<typeof runRoute.$get>;
export type RunPath = NonNullable<InferResponseType<typeof runRoute.path.$get>['path']>;
export type TaskErrors = InferResponseType<(typeof runRoute)['task-errors']['$get']>;
export type RunLogs = InferResponseType<typeof runRoute.logs.$get>;
export type Calendar = InferResponseType<typeof client.night.$get>;
export type CalendarDay = InferResponseType<typeof dayRoute.$get>;
export type CalendarEntry = CalendarDay['entries'][number];
export type ClockChanges = InferResponseType<(typeof client.calendar)['clock-changes']['$get']>;
export type ClockChange = ClockChanges['changes'][number];
export type DmsUse = InferResponseType<(typeof client)['dms-use']['$get']>;
export type NextStarts = InferResponseType<typeof client.next.$get>;
export type Replications = InferResponseType<typeof client.replications.$get>;
export type ReplicationRow = Replications['jobs'][number];
export type ReplicationPage = InferResponseType<typeof replicationRoute.$get>;
export type ReplicationFacts = NonNullable<ReplicationPage['facts']>;
export type Lag = InferResponseType<(typeof replicationRoute.lag)[':range']['$get']>;
export type LagRange = 'day' | 'week';

/** Between two readings of a run that is open. */
const openRunMilliseconds = 5000;

export const useAbout = () =>
  useQuery({ queryKey: ['about'], queryFn: () => contentOf<About>(client.about.$get()) });

export const useToday = () =>
  useQuery({ queryKey: ['today'], queryFn: () => contentOf<Today>(client.today.$get()) });

export const useRunsOf = (key: string) =>
  useQuery({
    queryKey: ['runs', key],
    queryFn: () => contentOf<readonly RunSummary[]>(runsRoute.$get({ param: jobParts(key) })),
  });

export const useRun = (run: string) =>
  useQuery({
    queryKey: ['run', run],
    queryFn: () => contentOf<RunPage>(runRoute.$get({ param: { run } })),
    // A page shows what its run, or another attempt, has become since the last visit.
    staleTime: isReport ? Number.POSITIVE_INFINITY : 0,
    // No message names a run that begins and ends between two of them.
    refetchInterval: ({ state }) =>
      !isReport && state.data?.summary.state === 'open' ? openRunMilliseconds : false,
  });

export const useRunPath = (run: string) =>
  useQuery({
    queryKey: ['run', run, 'path'],
    queryFn: async () => {
      const { path } = await contentOf(runRoute.path.$get({ param: { run } }));
      return path;
    },
  });

export const useTaskErrors = (run: string) =>
  useQuery({
    queryKey: ['run', run, 'task-errors'],
    queryFn: () => contentOf<TaskErrors>(runRoute['task-errors'].$get({ param: { run } })),
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

export const useClockChanges = () =>
  useQuery({
    queryKey: ['clock-changes'],
    queryFn: () => contentOf<ClockChanges>(client.calendar['clock-changes'].$get()),
  });

/** Days in UTC, in the order of `days`. */
export const useCalendarDays = (days: readonly string[]) =>
  useQueries({
    queries: days.map((day) => ({
      queryKey: ['day', day],
      queryFn: () => contentOf<CalendarDay>(dayRoute.$get({ param: { day } })),
    })),
    combine: daysTogether,
  });

interface Answered {
  readonly data?: CalendarDay | undefined;
  readonly error: Error | null;
}

function daysTogether(answers: readonly Answered[]) {
  const days = answers.flatMap(({ data }) => data ?? []);
  return { days, wanted: answers.length, errors: answers.flatMap(({ error }) => error ?? []) };
}

export const useDmsUse = () =>
  useQuery({ queryKey: ['calendar', 'dms-use'], queryFn: () => contentOf<DmsUse>(client['dms-use'].$get()) });

export const useReplications = () =>
  useQuery({
    queryKey: ['replications'],
    queryFn: () => contentOf<Replications>(client.replications.$get()),
  });

export const useReplication = (key: string) =>
  useQuery({
    queryKey: ['replication', key],
    queryFn: () => contentOf<ReplicationPage>(replicationRoute.$get({ param: jobParts(key) })),
  });

/** Each query is a request to CloudWatch, which has a new value each minute. */
const lagEvery = 60_000;

export const useLag = (key: string, range: LagRange) =>
  useQuery({
    queryKey: ['lag', key, range],
    queryFn: () =>
      contentOf<Lag>(replicationRoute.lag[':range'].$get({ param: { ...jobParts(key), range } })),
    refetchInterval: isReport ? false : lagEvery,
  });
