import AppLayout from '@cloudscape-design/components/app-layout';
import TopNavigation from '@cloudscape-design/components/top-navigation';
import type { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { hrefOf, type RouteName, routes } from '../../../core/pages/routes';
import { type Connection, useLiveData } from '../data/live';
import { useAbout } from '../data/queries';
import { reportedAt } from '../data/report';
import { CalendarPage } from '../pages/calendar/calendar-page';
import { LoadPage } from '../pages/loads/load-page';
import { LoadsPage } from '../pages/loads/loads-page';
import { NightPage } from '../pages/night/night-page';
import { NoPage } from '../pages/no-page';
import { JobPlanPage } from '../pages/plan/job-plan-page';
import { PlanPage } from '../pages/plan/plan-page';
import { ReplicationPage } from '../pages/replications/replication-page';
import { ReplicationsPage } from '../pages/replications/replications-page';
import { RunPage } from '../pages/run/run-page';
import { TablePage } from '../pages/table/table-page';
import { TablesPage } from '../pages/table/tables-page';
import { TodayPage } from '../pages/today/today-page';
import { momentText, utcText } from '../parts/moment';
import { Navigation } from './navigation';
import { useTheme } from './theme';
import { Trouble } from './trouble';

const pages: Readonly<Record<RouteName, ReactElement>> = {
  today: <TodayPage />,
  run: <RunPage />,
  tables: <TablesPage />,
  table: <TablePage />,
  loads: <LoadsPage />,
  load: <LoadPage />,
  replications: <ReplicationsPage />,
  replication: <ReplicationPage />,
  night: <NightPage />,
  calendar: <CalendarPage />,
  plan: <PlanPage />,
  jobPlan: <JobPlanPage />,
};

export function App(): ReactElement {
  const connection = useLiveData();
  const { data: about } = useAbout();
  const [theme, toggle] = useTheme();
  return (
    <>
      <div id="top">
        <TopNavigation
          identity={{ href: hrefOf('today', {}), title: 'Lakeferry' }}
          utilities={[
            {
              type: 'button',
              text: liveText(connection),
              ...(reportedAt === undefined ? {} : { title: utcText(reportedAt) }),
              disableUtilityCollapse: false,
            },
            {
              type: 'menu-dropdown',
              text: about?.environment ?? 'environment',
              description: about?.cloud ?? '',
              items: [
                { id: 'cloud', text: about?.cloud ?? '', disabled: true },
                { id: 'operator', text: about?.operator ?? '', disabled: true },
                {
                  id: 'actions',
                  text: about?.actions === true ? 'actions are allowed' : 'read only',
                  disabled: true,
                },
              ],
            },
            {
              type: 'button',
              text: theme === 'dark' ? 'Light' : 'Dark',
              ariaLabel: `Use the ${theme === 'dark' ? 'light' : 'dark'} theme`,
              onClick: toggle,
            },
          ]}
        />
      </div>
      <AppLayout
        headerSelector="#top"
        toolsHide
        navigationWidth={160}
        navigation={<Navigation environment={about?.environment ?? ''} />}
        notifications={<Trouble connection={connection} />}
        ariaLabels={{
          navigation: 'Pages',
          navigationClose: 'Close the list of pages',
          navigationToggle: 'Open the list of pages',
          notifications: 'Notifications',
        }}
        content={
          <Routes>
            {Object.entries(pages).map(([name, page]) => (
              <Route key={name} path={routes[name as RouteName]} element={page} />
            ))}
            <Route path="*" element={<NoPage />} />
          </Routes>
        }
      />
    </>
  );
}

function liveText({ state }: Connection): string {
  if (state === 'report') return reportedAt === undefined ? 'report' : `report of ${momentText(reportedAt)}`;
  return { connecting: 'connecting', live: 'live', behind: 'not live' }[state];
}
