import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactElement, useState } from 'react';
import { type LoadedFile, useRejected } from '../../data/load-queries';
import { isReport } from '../../data/report';
import { Answer } from '../../parts/answer';
import { Fix } from '../../parts/fix';
import { Observed, plain } from '../../parts/plain-text';
import { plural } from '../../parts/quantities';

interface Props {
  readonly load: string;
  readonly file: LoadedFile;
}

/** Reasons why rows of a file are not in the table: cause, lines, fix. */
export function Findings({ load, file }: Props): ReactElement {
  const { findings, moreFindings, hasRejectFile, summary } = file;
  const [first] = findings;
  if (first === undefined) return <>–</>;
  const lines = findings.map(({ detail }) => detail).join('\n');
  return (
    <SpaceBetween size="xxs">
      <Box>{plain(first.cause)}</Box>
      <Observed>{lines}</Observed>
      {moreFindings === 0 ? null : <Box variant="small">and {plural(moreFindings, 'more line')}</Box>}
      <Fix>{first.fix}</Fix>
      {hasRejectFile && !isReport ? <Rejected load={load} run={summary.run} /> : null}
    </SpaceBetween>
  );
}

/** First lines of a reject file, which are read when a person asks for them. */
function Rejected({ load, run }: { readonly load: string; readonly run: string }): ReactElement {
  const [wanted, want] = useState(false);
  const query = useRejected(load, run, wanted);
  if (!wanted)
    return (
      <Button variant="inline-link" onClick={() => want(true)}>
        Show the rejected lines
      </Button>
    );
  return (
    <Answer query={query}>
      {({ text, isCut }) => (
        <div>
          <Observed>{text}</Observed>
          {isCut ? <Box variant="small">The reject file has more lines.</Box> : null}
        </div>
      )}
    </Answer>
  );
}
