import { useQuery } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { AnswerError, client, contentOf } from './client';
import { jobParts } from '../../../core/pages/hrefs';

const loadRoute = client.loads[':department'][':load'];
const rejectedRoute = loadRoute.rejected[':run'];

export type ListedLoad = InferResponseType<typeof client.loads.$get>['loads'][number];
export type LoadPage = InferResponseType<typeof loadRoute.$get>;
export type LoadedFile = LoadPage['files'][number];
export type RejectedLines = InferResponseType<typeof rejectedRoute.$get>;

const paramOf = (key: string) => {
  const { department, job: load } = jobParts(key);
  return { department, load };
};

export const useLoads = () =>
  useQuery({
    queryKey: ['loads'],
    queryFn: async () => (await contentOf(client.loads.$get())).loads,
  });

export const useLoad = (load: string) =>
  useQuery({
    queryKey: ['runs', load, 'load'],
    queryFn: () => contentOf<LoadPage>(loadRoute.$get({ param: paramOf(load) })),
  });

export const useRejected = (load: string, run: string, wanted: boolean) =>
  useQuery({
    queryKey: ['runs', load, 'rejected', run],
    queryFn: () => contentOf<RejectedLines>(rejectedRoute.$get({ param: { ...paramOf(load), run } })),
    enabled: wanted,
  });

/** Sends a file as it is. Throws an `AnswerError` with the code `file-exists` when the inbox has one of that name. */
export async function upload(load: string, file: File, overwrite: boolean): Promise<void> {
  const query = new URLSearchParams({ name: file.name, overwrite: String(overwrite) });
  const sent = fetch(`/api/loads/${load}/files?${query.toString()}`, {
    method: 'POST',
    headers: { 'x-lakeferry-action': '1', 'content-type': 'application/octet-stream' },
    body: file,
  });
  await contentOf<unknown>(sent);
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof AnswerError && error.code === code;
}
