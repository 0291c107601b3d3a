import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { type PlanChanges, usePlanChanges } from '../../data/plan-queries';
import { isReport } from '../../data/report';
import { Answer } from '../../parts/answer';
import { Command } from '../../parts/command';
import { plain } from '../../parts/plain-text';
import { ChangeCards } from './change-cards';
import { FileProblems } from './file-problems';

/** Changes that a deployment of the files makes. */
export function FilesOnDisk(): ReactElement {
  const query = usePlanChanges();
  const title = 'Files on disk';
  if (isReport)
    return (
      <Container header={<Header variant="h2">{title}</Header>}>
        A report has the deployed plan only. Run <span className="fact">lakeferry diff</span> in the folder of
        the files to compare them.
      </Container>
    );
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={query.data === undefined ? undefined : `Folder ${plain(query.data.folder)}`}
          actions={
            <Button iconName="refresh" loading={query.isFetching} onClick={() => void query.refetch()}>
              Compare again
            </Button>
          }
        >
          {title}
        </Header>
      }
    >
      <Answer query={query}>{(changes) => <Compared changes={changes} />}</Answer>
    </Container>
  );
}

function Compared({ changes }: { readonly changes: PlanChanges }): ReactElement {
  switch (changes.kind) {
    case 'absent':
      return (
        <Alert type="info" header="There are no files to compare with">
          <span className="fact">{plain(changes.folder)}</span> does not exist. Start the console in the
          folder of the configuration, or name it with <span className="fact">--config</span>.
        </Alert>
      );
    case 'invalid':
      return <FileProblems problems={changes.problems} />;
    case 'valid':
      return <Valid changes={changes} />;
  }
}

function Valid({
  changes: { warnings, diff },
}: {
  readonly changes: Extract<PlanChanges, { kind: 'valid' }>;
}): ReactElement {
  return (
    <SpaceBetween size="m">
      {diff.deployed === 'departments' ? (
        <Alert type="info">
          The environment, its sources and targets are not compared: an earlier version of Lakeferry deployed
          them.
        </Alert>
      ) : null}
      {warnings.length === 0 ? null : <FileProblems problems={warnings} />}
      {diff.items.length === 0 ? (
        <Alert type="success">The files are as deployed</Alert>
      ) : (
        <>
          <ChangeCards items={diff.items} />
          <Box variant="small">
            The same in the terminal: <Command>{`lakeferry diff --environment ${diff.environment}`}</Command>
          </Box>
        </>
      )}
    </SpaceBetween>
  );
}
