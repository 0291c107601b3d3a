import { useQuery } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { client, contentOf } from './client';
import { jobParts } from '../../../core/pages/hrefs';

const jobRoute = client.jobs[':department'][':job'];

export type TablesOfJob = InferResponseType<typeof jobRoute.tables.$get>;
export type TablePage = InferResponseType<typeof jobRoute.table.$get>;
export type LakeTable = NonNullable<InferResponseType<typeof jobRoute.lake.$get>['found']>;
export type Snapshots = InferResponseType<typeof jobRoute.snapshots.$get>;
export type Preview = InferResponseType<typeof jobRoute.preview.$get>;

export interface TableOfPage {
  readonly job: string;
  readonly schema: string;
  readonly table: string;
}

const tableOf = ({ job, schema, table }: TableOfPage) => ({ param: jobParts(job), query: { schema, table } });

export const useTablesOf = (job: string) =>
  useQuery({
    queryKey: ['runs', job, 'tables'],
    queryFn: () => contentOf<TablesOfJob>(jobRoute.tables.$get({ param: jobParts(job) })),
  });

export const useTable = (of: TableOfPage) =>
  useQuery({
    queryKey: ['runs', of.job, 'table', of.schema, of.table],
    queryFn: () => contentOf<TablePage>(jobRoute.table.$get(tableOf(of))),
  });

export const useLakeTable = (of: TableOfPage) =>
  useQuery({
    queryKey: ['runs', of.job, 'lake', of.schema, of.table],
    queryFn: async () => {
      const { found } = await contentOf(jobRoute.lake.$get(tableOf(of)));
      return found;
    },
  });

export const useSnapshots = (job: string) =>
  useQuery({
    queryKey: ['runs', job, 'snapshots'],
    queryFn: () => contentOf<Snapshots>(jobRoute.snapshots.$get({ param: jobParts(job) })),
  });

/** Rows of the lake, which are read only when a person asks for them, and not kept. */
export const usePreview = (of: TableOfPage, wanted: boolean) =>
  useQuery({
    queryKey: ['preview', of.job, of.schema, of.table],
    queryFn: () => contentOf<Preview>(jobRoute.preview.$get(tableOf(of))),
    enabled: wanted,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
