import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { AnswerError } from '../data/client';
import { Command } from './command';
import { plain } from './plain-text';

interface Props<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactElement | null;
}

/** Content of an answer, a sign that it is on its way, or why there is none. Of a later answer that failed, both. */
export function Answer<T>({ query, children }: Props<T>): ReactElement | null {
  if (query.data !== undefined)
    return query.isError ? (
      <SpaceBetween size="m">
        <Problem error={query.error} header="This is not up to date" />
        {children(query.data)}
      </SpaceBetween>
    ) : (
      children(query.data)
    );
  if (query.isError)
    return <Problem error={query.error} header={headerOf(query.error, 'This could not be read')} />;
  return (
    <Box padding="m" textAlign="center">
      <Spinner size="large" /> <Box variant="span">reading</Box>
    </Box>
  );
}

interface ProblemProps {
  readonly error: Error;
  readonly header: string;
}

export function Problem({ error, header }: ProblemProps): ReactElement {
  const fix = error instanceof AnswerError ? error.fix : undefined;
  return (
    <Alert type="error" header={header}>
      <Box>{plain(error.message)}</Box>
      {fix === undefined ? null : <Command>{fix}</Command>}
    </Alert>
  );
}

/** Header of an error of AWS, or of another one. */
export function headerOf(error: Error, other: string): string {
  return error instanceof AnswerError && error.code === 'refused-by-aws' ? 'AWS refused this' : other;
}

/** Place of a value whose answer failed. */
export function NotRead({ error }: { readonly error: Error }): ReactElement {
  return (
    <span title={plain(error.message)}>
      <StatusIndicator type="error">not read</StatusIndicator>
    </span>
  );
}
