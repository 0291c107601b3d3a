import Alert from '@cloudscape-design/components/alert';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { actions, contentOf } from '../../data/client';
import { type ReplicationPage, useAbout } from '../../data/queries';
import { isReport } from '../../data/report';
import { ActionButton } from '../../parts/action-button';
import { Confirm } from '../../parts/confirm';
import { jobParts, runHref } from '../../../../core/pages/hrefs';
import { plain } from '../../parts/plain-text';
import { plural } from '../../parts/quantities';
import { Reload } from './reload';

const route = actions.replications[':department'][':job'];
const names = ['start', 'resume', 'stop', 'reload'] as const;
type Action = (typeof names)[number];
const labels = { start: 'Start', resume: 'Resume', stop: 'Stop', reload: 'Reload tables' } as const;
const empty = { init: { body: '{}' } };

/** Result of an action. */
interface Done {
  readonly text: string;
  readonly run?: string;
}

/** Start, resume, stop and reload, each with its consequence before it happens. */
export function ReplicationActions({ page }: { readonly page: ReplicationPage }): ReactElement | null {
  const { job: key, refused, facts } = page;
  const { data: about } = useAbout();
  const [asked, ask] = useState<Action | undefined>();
  const [done, setDone] = useState<Done | undefined>();
  const queries = useQueryClient();
  if (isReport || about?.actions !== true) return null;
  const param = jobParts(key);
  const close = (): void => ask(undefined);
  const finish = async (result: Done): Promise<void> => {
    setDone(result);
    await queries.invalidateQueries();
  };
  const bringUp = (action: 'start' | 'resume') => async (): Promise<void> => {
    const { run } = await contentOf(route[action].$post({ param }, empty));
    await finish({ text: `A run that ${action}s the task has begun:`, run });
  };
  const stop = async (): Promise<void> => {
    const { status, next } = await contentOf(route.stop.$post({ param }, empty));
    await finish({ text: next ?? `The task is ${status}. The next poll stores its checkpoint.` });
  };
  const reload = async (tables: 'all' | string[]): Promise<void> => {
    const { tables: reloaded } = await contentOf(route.reload.$post({ param, json: { tables } }));
    await finish({
      text: `DMS loads ${plural(reloaded.length, 'table')} again. Changes continue meanwhile.`,
    });
  };
  return (
    <SpaceBetween size="s">
      <SpaceBetween direction="horizontal" size="xs">
        {names.map((name) => (
          <ActionButton
            key={name}
            refused={refused[name]}
            onClick={() => {
              setDone(undefined);
              ask(name);
            }}
          >
            {labels[name]}
          </ActionButton>
        ))}
      </SpaceBetween>
      <div role="status">
        {done === undefined ? null : (
          <Alert type="success" dismissible dismissAriaLabel="Close" onDismiss={() => setDone(undefined)}>
            {plain(done.text)}{' '}
            {done.run === undefined ? null : <Link href={runHref(done.run)}>{done.run}</Link>}
          </Alert>
        )}
      </div>
      <Confirm question={questionOf(asked, 'start', key)} action="Start" act={bringUp('start')} close={close}>
        A run creates the task, or starts one that never ran.{' '}
        {facts?.record.mode === 'cdc'
          ? 'It captures changes from its start-from on.'
          : 'It loads all tables, unless the mode of the job is cdc, and then captures changes.'}
      </Confirm>
      <Confirm
        question={questionOf(asked, 'resume', key)}
        action="Resume"
        act={bringUp('resume')}
        close={close}
      >
        The task continues where it stopped. Changes since then are read from the log of the source.
      </Confirm>
      <Confirm question={questionOf(asked, 'stop', key)} action="Stop" act={stop} close={close}>
        No changes are replicated until somebody resumes the job. Polls leave it down. Meanwhile the source
        keeps its log: the slot of a PostgreSQL source can fill its disk.
      </Confirm>
      <Reload
        question={questionOf(asked, 'reload', key)}
        tables={facts?.tables ?? []}
        faulty={facts?.faulty?.tables.map(({ table }) => table) ?? []}
        act={reload}
        close={close}
      />
    </SpaceBetween>
  );
}

function questionOf(asked: Action | undefined, action: Action, job: string): string | undefined {
  if (asked !== action) return undefined;
  return action === 'reload' ? `Reload tables of ${job}?` : `${labels[action]} ${job}?`;
}
