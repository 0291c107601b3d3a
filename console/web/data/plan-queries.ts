import { useQuery } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { client, contentOf } from './client';
import { jobParts } from '../../../core/pages/hrefs';
import { isReport } from './report';

const jobRoute = client.jobs[':department'][':job'].plan;

export type PlanPage = InferResponseType<typeof client.plan.$get>;
export type PlannedDepartment = PlanPage['departments'][number];
export type PlannedJob = PlanPage['jobs'][number];
export type PlannedLoad = PlanPage['loads'][number];
export type PlanChanges = InferResponseType<typeof client.plan.changes.$get>;
export type Diff = Extract<PlanChanges, { kind: 'valid' }>['diff'];
export type ItemChanges = Diff['items'][number];
export type ChangeClass = ItemChanges['class'];
export type FileProblem = Extract<PlanChanges, { kind: 'invalid' }>['problems'][number];
export type JobPlanPage = InferResponseType<typeof jobRoute.$get>;

export const usePlan = () =>
  useQuery({ queryKey: ['plan'], queryFn: () => contentOf<PlanPage>(client.plan.$get()) });

/** A report has no files on disk. */
export const usePlanChanges = () =>
  useQuery({
    queryKey: ['plan', 'changes'],
    queryFn: () => contentOf<PlanChanges>(client.plan.changes.$get()),
    enabled: !isReport,
  });

export const useJobPlan = (job: string) =>
  useQuery({
    queryKey: ['plan', 'job', job],
    queryFn: () => contentOf<JobPlanPage>(jobRoute.$get({ param: jobParts(job) })),
  });
