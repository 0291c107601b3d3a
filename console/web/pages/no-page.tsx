import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import type { ReactElement } from 'react';
import { todayHref } from '../../../core/pages/hrefs';

export function NoPage(): ReactElement {
  return (
    <Box padding="xxl" textAlign="center">
      <Box variant="h1">There is no such page</Box>
      <Link href={todayHref()}>Today</Link>
    </Box>
  );
}
