import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactElement } from 'react';
import type { RunPage } from '../../data/queries';
import { Observed, plain } from '../../parts/plain-text';
import { duration, plural } from '../../parts/quantities';

const types = { error: 'error', warning: 'warning', note: 'info' } as const;

/** Report about the source, which was checked before the task was created. */
export function SourceCheck({
  page: { check, sourceCheck },
}: {
  readonly page: RunPage;
}): ReactElement | null {
  if (check === undefined && sourceCheck === undefined) return null;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            check === undefined
              ? undefined
              : `${plural(check.passed.length, 'check')} passed, ${plural(check.skipped.length, 'check')} could not be made, in ${duration(check.milliseconds)}`
          }
        >
          Source check
        </Header>
      }
    >
      <SpaceBetween size="m">
        {sourceCheck === undefined ? null : <Observed>{sourceCheck}</Observed>}
        {check?.findings.map((finding) => (
          <Finding
            key={[finding.check, finding.schema, finding.table, finding.column, finding.found].join(' ')}
            finding={finding}
          />
        ))}
      </SpaceBetween>
    </Container>
  );
}

type CheckFinding = NonNullable<RunPage['check']>['findings'][number];

function Finding({ finding }: { readonly finding: CheckFinding }): ReactElement {
  const { severity, found, why, fix, source, schema, table, column } = finding;
  const place = [schema, table, column].filter((part) => part !== undefined).join('.');
  return (
    <SpaceBetween size="xxs">
      <Box>
        <StatusIndicator type={types[severity]}>{severity}</StatusIndicator>{' '}
        <bdi className="fact">{plain(place)}</bdi>
      </Box>
      <Observed>{found}</Observed>
      <Box>
        {plain(why)}{' '}
        {/^https:\/\//.test(source) ? (
          <Link href={source} external externalIconAriaLabel="Opens in a new tab">
            source
          </Link>
        ) : null}
      </Box>
      {fix === undefined ? null : <Observed>{fix.text}</Observed>}
    </SpaceBetween>
  );
}
