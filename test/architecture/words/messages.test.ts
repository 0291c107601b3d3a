import { readFileSync } from 'node:fs';
import { jobChanges, replicationChanges } from '../../../core/events/detail-types';
import type { LakeferryEvent } from '../../../core/events/event';
import { headlineOf } from '../../../core/events/headline';
import { outcomes } from '../../../core/runs/record/verdict-shape';

const page = readFileSync('docs/how-to/react-to-messages.md', 'utf8');

const common = {
  version: '1',
  id: 'id',
  environment: 'dev',
  department: 'd',
  job: 'j',
  mode: 'cdc',
  at: '2026-03-01T10:00:00.000Z',
  cause: 'c',
  links: { show: 's' },
  run: 'run',
} as const;

const ends = outcomes.map((outcome): [string, LakeferryEvent] => [
  outcome,
  {
    ...common,
    type: 'Lakeferry Run Ended',
    outcome,
    attempt: 1,
    openedAt: common.at,
    durationSeconds: 0,
    requestedBy: 'ada',
    counts: { tables: 0, loaded: 0, failed: 0, rows: 0 },
    digest: { tables: [], more: 0 },
  },
]);
const ofReplications = replicationChanges.map((change): [string, LakeferryEvent] => [
  change,
  { ...common, type: 'Lakeferry Replication Changed', change },
]);
const ofJobs = jobChanges.map((change): [string, LakeferryEvent] => [
  change,
  { ...common, type: 'Lakeferry Job Changed', change },
]);

it.each([...ends, ...ofReplications, ...ofJobs])('the message about %s is documented', (name, event) => {
  const headline = headlineOf(event, 'each').slice('d/j '.length);
  const rows = page.split('\n').filter((line) => line.startsWith('|'));
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()));
  const row = cells.find((found) => found[1] === `\`${headline}\`` && found[2] === `\`${name}\``);
  expect([headline, name, row?.length]).toEqual([headline, name, 6]);
});
