import SideNavigation from '@cloudscape-design/components/side-navigation';
import type { ReactElement } from 'react';
import { useLocation } from 'react-router-dom';
import { hrefOf } from '../../../core/pages/routes';

const today = hrefOf('today', {});
const items = [
  { type: 'link', text: 'Today', href: today },
  { type: 'link', text: 'Replications', href: hrefOf('replications', {}) },
  { type: 'link', text: 'Night', href: hrefOf('night', {}) },
  { type: 'link', text: 'Calendar', href: hrefOf('calendar', {}) },
  { type: 'link', text: 'Loads', href: hrefOf('loads', {}) },
  { type: 'link', text: 'Plan', href: hrefOf('plan', {}) },
] as const;

export function Navigation({ environment }: { readonly environment: string }): ReactElement {
  const { pathname } = useLocation();
  const address = `#${pathname}`;
  // A page that is part of another one, such as a load among the loads. Runs and tables are part of Today.
  const active = items.find(({ href }) => href !== today && address.startsWith(href))?.href ?? today;
  return (
    <SideNavigation header={{ text: environment, href: today }} activeHref={active} items={[...items]} />
  );
}
