import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import { type ReplicationPage as ReplicationAnswer, useReplication } from '../../data/queries';
import { hrefOf } from '../../../../core/pages/routes';
import { Answer } from '../../parts/answer';
import { Page } from '../../parts/page';
import { ProblemFacts } from '../../parts/problem-facts';
import { HealthWord } from '../../parts/state-words';
import { Changes } from './changes';
import { Events } from './events';
import { Facts } from './facts';
import { FaultyTables } from './faulty-tables';
import { Lag } from './lag';
import { ReplicationActions } from './replication-actions';

/** One CDC job: problem with fix, lag, changes, state with slot and checkpoint, suspended tables, events. */
export function ReplicationPage(): ReactElement {
  const { department = '', job = '' } = useParams();
  const key = `${department}/${job}`;
  const query = useReplication(key);
  return (
    <Page
      title={key}
      description={query.data === undefined ? undefined : <HealthWord health={query.data.health} />}
      below={query.data === undefined ? undefined : <ReplicationActions key={key} page={query.data} />}
      place={{ above: [{ text: 'Replications', href: hrefOf('replications', {}) }], here: key }}
    >
      <Answer query={query}>{(page) => <Content page={page} />}</Answer>
    </Page>
  );
}

function Content({ page: { job, problems, facts } }: { readonly page: ReplicationAnswer }): ReactElement {
  if (facts === undefined)
    return (
      <Alert type="info" header="This job has never replicated">
        <Box>Its first start creates the task. From then on, this page shows it.</Box>
      </Alert>
    );
  return (
    <SpaceBetween size="l">
      {problems.map((problem) => (
        <Container key={problem.cause} header={<Header variant="h2">Problem</Header>}>
          <ProblemFacts problem={problem} />
        </Container>
      ))}
      <Lag job={job} maxLatencySeconds={facts.maxLatencySeconds} />
      <Changes facts={facts} />
      <Facts facts={facts} />
      <FaultyTables facts={facts} />
      <Events facts={facts} />
    </SpaceBetween>
  );
}
