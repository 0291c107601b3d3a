import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import type { ReactElement, ReactNode } from 'react';
import type { ReplicationFacts } from '../../data/queries';
import { runHref } from '../../../../core/pages/hrefs';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';
import { bytes, plural } from '../../parts/quantities';
import { LagNow, operationsText, TaskStatus } from './task-words';

const fact = (text: string): ReactNode => <span className="fact">{plain(text)}</span>;
const at = (moment: string): ReactElement => <Moment at={moment} form="precise" />;

/** Present state of a CDC job, as the last poll saw it. */
export function Facts({ facts }: { readonly facts: ReplicationFacts }): ReactElement {
  return (
    <Container header={<Header variant="h2">State</Header>}>
      <KeyValuePairs
        columns={3}
        minColumnWidth={220}
        items={[...stateFacts(facts), ...positionFacts(facts), ...lakeFacts(facts)]}
      />
    </Container>
  );
}

function stateFacts(facts: ReplicationFacts): KeyValuePairsProps.Item[] {
  const { record, desired, taskArn, measuredAt, lastChangeAt, alerts, operationsPerMinute } = facts;
  const { seen, resumes, resumeLimit } = record;
  return [
    {
      label: 'Task',
      value: (
        <>
          <TaskStatus {...facts} /> {seen === undefined ? 'not polled yet' : <>seen {at(seen.at)}</>}
        </>
      ),
    },
    {
      label: 'Desired',
      value: (
        <>
          {desired}, by {plain(record.desiredBy)}, {at(record.desiredAt)}
        </>
      ),
    },
    {
      label: 'Lag now, of max-latency',
      value: (
        <>
          <LagNow {...facts} />
          {measuredAt === undefined ? null : <>, measured {at(measuredAt)}</>}
        </>
      ),
    },
    {
      label: 'Inserts / updates / deletes per minute',
      value: operationsText(operationsPerMinute),
    },
    { label: 'Last change', value: lastChangeAt === undefined ? 'none seen' : at(lastChangeAt) },
    { label: 'Mode', value: record.mode },
    { label: 'Open alerts', value: alerts.length === 0 ? 'none' : alerts.join(', ') },
    ...(resumes === undefined
      ? []
      : [
          {
            label: 'Resumed',
            value: (
              <>
                {resumes.count} of {resumeLimit} times, next try {at(resumes.nextAt)}
              </>
            ),
          },
        ]),
    {
      label: 'Run that last brought up the task',
      value: <Link href={runHref(record.run)}>{record.run}</Link>,
    },
    { label: 'DMS task', value: fact(taskArn ?? 'none') },
    ...(seen?.message === undefined ? [] : [{ label: 'Message of DMS', value: fact(seen.message) }]),
    ...(seen?.stopReason === undefined
      ? []
      : [{ label: 'Reason of the last stop in DMS', value: fact(seen.stopReason) }]),
  ];
}

function positionFacts({ checkpoint, record: { slot } }: ReplicationFacts): KeyValuePairsProps.Item[] {
  return [
    {
      label: 'Checkpoint',
      value:
        checkpoint === undefined ? (
          'none stored'
        ) : (
          <>
            {fact(checkpoint.checkpoint)} seen {at(checkpoint.seenAt)}
          </>
        ),
    },
    {
      label: 'Replication slot',
      value:
        slot === undefined ? (
          'none seen: slots are those of PostgreSQL sources'
        ) : (
          <>
            {fact(slot.name)} {slot.active ? 'in use' : 'not in use'}
            {slot.walStatus === undefined ? '' : `, ${plain(slot.walStatus)}`}, checked {at(slot.at)}
          </>
        ),
    },
    {
      label: 'Log that the source keeps for it',
      value: slot === undefined ? '–' : bytes(slot.lagBytes),
    },
  ];
}

function lakeFacts({ dailyArrivals, tables }: ReplicationFacts): KeyValuePairsProps.Item[] {
  const [newest] = dailyArrivals;
  return [
    { label: 'Tables', value: tables.length === 0 ? 'not listed yet' : plural(tables.length, 'table') },
    ...(newest === undefined
      ? []
      : [
          {
            label: `Copied to the lake on ${newest.day} (UTC)`,
            value: `${plural(newest.files, 'file')}, ${bytes(newest.bytes)}`,
          },
        ]),
  ];
}
