import Pagination, { type PaginationProps } from '@cloudscape-design/components/pagination';
import type { ReactElement } from 'react';

const ariaLabels = { nextPageLabel: 'Next page', previousPageLabel: 'Previous page' };

/** Pages of a table. */
export function PageNumbers(props: PaginationProps): ReactElement {
  return <Pagination {...props} ariaLabels={ariaLabels} />;
}
