import Box from '@cloudscape-design/components/box';
import type { ReactElement } from 'react';
import { Command } from './command';

/** Fix of a problem, under its label. */
export function Fix({ children }: { readonly children: string }): ReactElement {
  return (
    <div>
      <Box variant="awsui-key-label">Fix</Box>
      <Command>{children}</Command>
    </div>
  );
}
