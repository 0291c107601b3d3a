import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { usePlan } from '../../data/plan-queries';
import { Answer } from '../../parts/answer';
import { Page } from '../../parts/page';
import { Departments } from './departments';
import { FilesOnDisk } from './files-on-disk';
import { PlannedJobs } from './planned-jobs';
import { PlannedLoads } from './planned-loads';

/** Deployed plan, and how the files on disk differ from it. */
export function PlanPage(): ReactElement {
  const query = usePlan();
  return (
    <Page title="Plan" description="What is deployed, and what a deployment of the files changes">
      <SpaceBetween size="l">
        <FilesOnDisk />
        <Answer query={query}>
          {({ departments, jobs, loads, unread }) => (
            <SpaceBetween size="l">
              {unread.length === 0 ? null : (
                <Alert type="warning" header="Some plans are not shown">
                  {unread.join(', ')}: the plans cannot be read. Deploy these departments again.
                </Alert>
              )}
              <Departments departments={departments} />
              <PlannedJobs jobs={jobs} />
              {loads.length === 0 ? null : <PlannedLoads loads={loads} />}
            </SpaceBetween>
          )}
        </Answer>
      </SpaceBetween>
    </Page>
  );
}
