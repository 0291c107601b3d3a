import { pathOf } from '../../../../core/pages/routes';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { actions, contentOf } from '../../data/client';
import { type RunPage, useAbout } from '../../data/queries';
import { isReport } from '../../data/report';
import { untilRecorded } from '../../data/until-recorded';
import { ActionButton } from '../../parts/action-button';
import { Confirm } from '../../parts/confirm';

const runRoute = actions.runs[':run'];

/** Retry and cancel, each with its consequence before it happens. */
export function RunActions({ page }: { readonly page: RunPage }): ReactElement | null {
  const { run } = page.summary;
  const { data: about } = useAbout();
  const [asked, ask] = useState<'retry' | 'cancel' | undefined>();
  const [reason, setReason] = useState('');
  const queries = useQueryClient();
  const navigate = useNavigate();
  if (isReport || about?.actions !== true) return null;
  const close = (): void => ask(undefined);
  const retry = async (): Promise<void> => {
    const started = await contentOf(runRoute.retry.$post({ param: { run } }, { init: { body: '{}' } }));
    await untilRecorded(started.run);
    await queries.invalidateQueries();
    await navigate(pathOf('run', { run: started.run }));
  };
  const cancel = async (): Promise<void> => {
    await contentOf<unknown>(runRoute.cancel.$post({ param: { run }, json: { reason } }));
    await queries.invalidateQueries();
  };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <ActionButton refused={page.refused.cancel} onClick={() => ask('cancel')}>
        Cancel run
      </ActionButton>
      <ActionButton refused={page.refused.retry} onClick={() => ask('retry')}>
        Retry
      </ActionButton>
      <Confirm
        question={asked === 'retry' ? 'Retry this run?' : undefined}
        action="Retry"
        act={retry}
        close={close}
      >
        The next attempt loads the tables that are not complete, and takes over the others. When it succeeds,
        readers get a snapshot with all tables.
      </Confirm>
      <Confirm
        question={asked === 'cancel' ? 'Cancel this run?' : undefined}
        action="Cancel run"
        act={cancel}
        close={close}
      >
        <SpaceBetween size="m">
          <div>
            The run ends, and its DMS task is deleted. Readers keep the previous snapshot. The task of a CDC
            job continues.
          </div>
          <FormField label="Reason" description="It is kept in the record of the run.">
            <Input value={reason} onChange={({ detail }) => setReason(detail.value.slice(0, 500))} />
          </FormField>
        </SpaceBetween>
      </Confirm>
    </SpaceBetween>
  );
}
