import Button from '@cloudscape-design/components/button';
import type { ReactElement } from 'react';
import { plain } from './plain-text';

interface Props {
  /** Reason why the action is not offered. */
  readonly refused: string | undefined;
  readonly onClick: () => void;
  readonly children: string;
}

/** Button of an action. A disabled one says why. */
export function ActionButton({ refused, onClick, children }: Props): ReactElement {
  return (
    <Button
      disabled={refused !== undefined}
      {...(refused === undefined ? {} : { disabledReason: plain(refused) })}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}
