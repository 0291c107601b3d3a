import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import { type JobPlanPage as JobPlanAnswer, useJobPlan } from '../../data/plan-queries';
import { useNextStarts } from '../../data/queries';
import { Answer, NotRead } from '../../parts/answer';
import { tablesHref } from '../../../../core/pages/hrefs';
import { hrefOf } from '../../../../core/pages/routes';
import { Page } from '../../parts/page';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';
import { type Fact, ruleFacts, wayFacts } from './job-facts';
import { PlannedTables } from './planned-tables';
import { Settings } from './settings';

/** Deployed plan of one job. */
export function JobPlanPage(): ReactElement {
  const { department = '', job = '' } = useParams();
  const key = `${department}/${job}`;
  const query = useJobPlan(key);
  return (
    <Page
      title={`Plan of ${key}`}
      description="As it is deployed"
      actions={<Link href={tablesHref(key)}>Tables as the source has them</Link>}
      place={{ above: [{ text: 'Plan', href: hrefOf('plan', {}) }], here: key }}
    >
      <Answer query={query}>{(page) => <Content page={page} />}</Answer>
    </Page>
  );
}

function Content({ page }: { readonly page: JobPlanAnswer }): ReactElement {
  const { plan, job, slug, tables, taskSettings, targetSettings, tableMappings } = page;
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Way of the data</Header>}>
        <SpaceBetween size="m">
          {plan.description === undefined ? null : <Box>{plain(plan.description)}</Box>}
          <KeyValuePairs
            columns={3}
            minColumnWidth={220}
            items={[
              ...wayFacts(page).map(pair),
              { label: 'Next run', value: <NextRun job={job} /> },
              pair({ label: 'Name in DMS', text: slug }),
            ]}
          />
        </SpaceBetween>
      </Container>
      <PlannedTables tables={tables} />
      <Container header={<Header variant="h2">Rules</Header>}>
        <KeyValuePairs columns={3} minColumnWidth={220} items={ruleFacts(plan).map(pair)} />
      </Container>
      {targetSettings.length === 0 ? null : (
        <Settings title="Settings of the files" inAddress="file-setting" settings={targetSettings} />
      )}
      <Settings title="Settings of the DMS task" inAddress="task-setting" settings={taskSettings} />
      <ExpandableSection
        variant="container"
        headerText="Table mappings"
        headerDescription="Rules that DMS gets"
        headerActions={
          <CopyToClipboard
            copyButtonText="Copy"
            copyErrorText="not copied"
            copySuccessText="copied"
            textToCopy={tableMappings}
          />
        }
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so that the keyboard must reach it. */}
        <pre className="observed document" tabIndex={0}>
          {plain(tableMappings)}
        </pre>
      </ExpandableSection>
    </SpaceBetween>
  );
}

function pair({ label, text }: Fact) {
  return { label, value: <bdi className="fact">{plain(text)}</bdi> };
}

function NextRun({ job }: { readonly job: string }): ReactElement {
  const { data, error } = useNextStarts();
  if (error !== null) return <NotRead error={error} />;
  const at = new Map(Object.entries(data?.next ?? {})).get(job);
  return at === undefined ? <>none</> : <Moment at={at} />;
}
