import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { type ReactElement, useState } from 'react';
import { type RunLogs, useRunLogs } from '../../data/queries';
import { Answer } from '../../parts/answer';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';

const tones = { error: 'bad', warning: 'warn', info: 'none', debug: 'none' } as const;

/** Log lines, read when they are wanted. */
export function Logs({ run }: { readonly run: string }): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const query = useRunLogs(run, isOpen);
  return (
    <ExpandableSection
      variant="container"
      headerText="Log lines"
      expanded={isOpen}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {isOpen ? <Answer query={query}>{(logs) => <Lines logs={logs} />}</Answer> : null}
    </ExpandableSection>
  );
}

function Lines({ logs: { lines, gaps } }: { readonly logs: RunLogs }): ReactElement {
  return (
    <>
      {gaps.map(({ source, name, reason, permission }) => (
        <Alert key={`${source} ${name}`} type={reason === 'forbidden' ? 'warning' : 'info'}>
          {`${name}: ${reason}${permission === undefined ? '' : `, needs ${permission}`}`}
        </Alert>
      ))}
      {lines.length === 0 ? <Box padding="s">No lines</Box> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls needs the focus */}
      <ol className="lines" tabIndex={0} aria-label="Log lines">
        {lines.map(({ id, source, at, from, level, text }) => (
          <li key={`${source} ${id}`} className={tones[level]}>
            <Moment at={at} form="clock" /> <span className="tone">{level}</span> {from}{' '}
            <bdi>{plain(text)}</bdi>
          </li>
        ))}
      </ol>
    </>
  );
}
