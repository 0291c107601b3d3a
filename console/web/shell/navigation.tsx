import SideNavigation from '@cloudscape-design/components/side-navigation';
import type { ReactElement } from 'react';
import { useLocation } from 'react-router-dom';
import { hrefOf } from '../../../core/pages/routes';

export function Navigation({ environment }: { readonly environment: string }): ReactElement {
  const { pathname } = useLocation();
  return (
    <SideNavigation
      header={{ text: environment, href: hrefOf('today', {}) }}
      activeHref={`#${pathname}`}
      items={[
        { type: 'link', text: 'Today', href: hrefOf('today', {}) },
        { type: 'link', text: 'Replications', href: hrefOf('replications', {}) },
        { type: 'link', text: 'Night', href: hrefOf('night', {}) },
        { type: 'link', text: 'Calendar', href: hrefOf('calendar', {}) },
        { type: 'link', text: 'Loads', href: hrefOf('loads', {}) },
        { type: 'link', text: 'Plan', href: hrefOf('plan', {}) },
      ]}
    />
  );
}
