import Flashbar from '@cloudscape-design/components/flashbar';
import type { ReactElement } from 'react';
import type { Connection } from '../data/live';
import { plain } from '../parts/plain-text';

/** Reason why pages show what they had. */
export function Trouble({ connection }: { readonly connection: Connection }): ReactElement | null {
  if (connection.state !== 'behind') return null;
  const { because, fix } = connection;
  return (
    <Flashbar
      items={[
        {
          id: 'behind',
          type: 'warning',
          header: 'This page is not live',
          content: plain(fix === undefined ? because : `${because}: ${fix}`),
        },
      ]}
    />
  );
}
