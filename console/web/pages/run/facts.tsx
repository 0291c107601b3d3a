import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement, ReactNode } from 'react';
import type { RunPage } from '../../data/queries';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';
import { bytes, count, duration, plural } from '../../parts/quantities';

const fact = (text: string): ReactNode => <span className="fact">{plain(text)}</span>;

export function Facts({ page }: { readonly page: RunPage }): ReactElement {
  const { summary, record, tables } = page;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const items: KeyValuePairsProps.Item[] = [
    { label: 'Run', value: fact(summary.run) },
    { label: 'Requested by', value: fact(summary.requestedBy) },
    { label: 'Opened', value: <Moment at={summary.openedAt} form="precise" /> },
    { label: summary.state === 'open' ? 'Runs for' : 'Took', value: duration(summary.took) },
    { label: 'Tables', value: count(tables.length) },
    { label: 'Rows', value: count(Math.max(rows, summary.rows)) },
    { label: 'Mode', value: record.mode ?? 'full load' },
    { label: 'DMS task', value: fact(record.task?.arn ?? record.task?.identifier ?? 'none') },
    { label: 'Execution', value: fact(record.execution === '' ? 'none' : record.execution) },
    ...evidenceFacts(page),
    ...snapshotFacts(page),
  ];
  return (
    <Container header={<Header variant="h2">Facts</Header>}>
      <SpaceBetween size="l">
        {summary.state !== 'open' || record.progress === undefined ? null : (
          <ProgressBar
            label="Loaded"
            value={Math.min(100, record.progress.percent)}
            additionalInfo={`${plural(record.progress.tablesLoaded, 'table')} done, ${record.progress.tablesLoading} loading, ${record.progress.tablesQueued} queued, ${record.progress.tablesErrored} with errors`}
          />
        )}
        <KeyValuePairs columns={3} items={items} minColumnWidth={220} />
      </SpaceBetween>
    </Container>
  );
}

/** Facts on which the verdict rests, with their counts. */
function evidenceFacts({ evidence, findings, moreFindings }: RunPage): KeyValuePairsProps.Item[] {
  if (evidence === undefined) return [];
  const { status, stopReason, tables, tablesCompleted, rows } = evidence;
  return [
    {
      label: 'Evidence',
      value: `${count(tablesCompleted)} of ${plural(tables, 'table')} completed, ${plural(rows, 'row')}, ${plural(findings.length + moreFindings, 'finding')}`,
    },
    ...(status === undefined ? [] : [{ label: 'Status in DMS', value: fact(status) }]),
    ...(stopReason === undefined ? [] : [{ label: 'Stop reason in DMS', value: fact(stopReason) }]),
  ];
}

const outcomes = {
  published: '',
  superseded: ' (not published: a newer run had published before)',
  named: ' (readers are not switched to it)',
} as const;

function snapshotFacts({ record: { publishing, unlisted = [] } }: RunPage): KeyValuePairsProps.Item[] {
  if (publishing === undefined) return [];
  return [
    { label: 'Snapshot', value: fact(`${publishing.snapshot}${outcomes[publishing.outcome]}`) },
    {
      label: 'In the lake',
      value: `${plural(publishing.tables, 'table')}, ${plural(publishing.files, 'file')}, ${bytes(publishing.bytes)}`,
    },
    { label: 'Manifest', value: fact(publishing.manifest) },
    ...(unlisted.length === 0 ? [] : [{ label: 'Not in the catalogue', value: fact(unlisted.join('\n')) }]),
  ];
}
