import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { headerOf, Problem } from './answer';

interface Props {
  /** Undefined: nothing is asked. */
  readonly question: string | undefined;
  readonly action: string;
  readonly act: () => Promise<void>;
  readonly close: () => void;
  /** Consequence. */
  readonly children: ReactNode;
}

/** States the consequence of an action and asks. A refusal is shown where the question was. */
export function Confirm({ question, action, act, close, children }: Props): ReactElement {
  const mutation = useMutation({ mutationFn: act, onSuccess: close, networkMode: 'always' });
  const dismiss = (): void => {
    mutation.reset();
    close();
  };
  return (
    <Modal
      visible={question !== undefined}
      header={question ?? ''}
      onDismiss={dismiss}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button onClick={dismiss}>Leave it</Button>
            <Button variant="primary" loading={mutation.isPending} onClick={() => mutation.mutate()}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <div>{children}</div>
        {mutation.error === null ? null : (
          <Problem error={mutation.error} header={headerOf(mutation.error, 'This could not be done')} />
        )}
      </SpaceBetween>
    </Modal>
  );
}
