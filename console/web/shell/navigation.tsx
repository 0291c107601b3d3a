import SideNavigation from '@cloudscape-design/components/side-navigation';
import type { ReactElement } from 'react';
import { useLocation } from 'react-router-dom';

export function Navigation({ environment }: { readonly environment: string }): ReactElement {
  const { pathname } = useLocation();
  return (
    <SideNavigation
      header={{ text: environment, href: '#/' }}
      activeHref={`#${pathname}`}
      items={[
        { type: 'link', text: 'Today', href: '#/' },
        { type: 'link', text: 'Replications', href: '#/replications' },
        { type: 'link', text: 'Night', href: '#/night' },
        { type: 'link', text: 'Calendar', href: '#/calendar' },
        { type: 'link', text: 'Loads', href: '#/loads' },
        { type: 'link', text: 'Plan', href: '#/plan' },
      ]}
    />
  );
}
