import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement, ReactNode } from 'react';
import { Moment } from './moment';

interface Props {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  /** Content below the title, as wide as the page. */
  readonly below?: ReactNode;
  /** Pages above this one, and the name of this one among them. */
  readonly place?: { readonly above: readonly Above[]; readonly here: string };
  readonly children: ReactNode;
}

interface Above {
  readonly text: string;
  readonly href: string;
}

/** Title and content of a page, with the way back from a page that is part of another. */
export function Page({ title, description, actions, below, place, children }: Props): ReactElement {
  const header = (
    <Header variant="h1" description={description} actions={actions}>
      {title}
    </Header>
  );
  const breadcrumbs =
    place === undefined ? undefined : (
      <BreadcrumbGroup
        ariaLabel="Place of this page"
        items={[...place.above, { text: place.here, href: '' }]}
      />
    );
  return (
    <ContentLayout
      breadcrumbs={breadcrumbs}
      header={
        below === undefined ? (
          header
        ) : (
          <SpaceBetween size="s">
            {header}
            {below}
          </SpaceBetween>
        )
      }
    >
      {children}
    </ContentLayout>
  );
}

/** Such as `4 jobs, as of 30 Nov, 02:05`. */
export function AsOf({ what, at }: { readonly what: string; readonly at: string }): ReactElement {
  return (
    <>
      {what}, as of <Moment at={at} />
    </>
  );
}
