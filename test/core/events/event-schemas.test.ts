import { readdirSync, readFileSync } from 'node:fs';
import { detailTypes } from '../../../core/events/detail-types';
import { eventSchemaName, eventSchemas } from '../../../core/events/event-schemas';
import { notificationOf } from '../../../core/events/notification';
import { invalidEvents } from '../../helpers/whole/valid-events';

const files = [...eventSchemas()];
const event = {
  version: '1',
  id: 'sales/daily#stale#2026-03-01T02:00:00.000Z',
  type: detailTypes.jobChanged,
  environment: 'dev',
  department: 'sales',
  job: 'daily',
  mode: 'full-load',
  at: '2026-03-01T02:00:00.000Z',
  change: 'stale',
  cause: 'the data is 27 hours old',
  links: { show: 'lakeferry status' },
} as const;
const received = (detail: unknown, type: string = detailTypes.jobChanged) => ({
  source: 'lakeferry',
  'detail-type': type,
  detail,
});

test.each(files)('docs/events/%s is what the code puts (npm run config:schemas)', (name, text) => {
  expect(readFileSync(`docs/events/${name}`, 'utf8')).toBe(text);
});

test('every detail type has a schema, and no other is published', () => {
  const names = Object.values(detailTypes).map(eventSchemaName);
  expect(readdirSync('docs/events').sort()).toEqual([...names].sort());
});

test('a foreign validator accepts events with further members, and names what is wrong', () => {
  const message = { subject: 'stale', text: 'stale' };
  const notification = notificationOf(event.id, event, { channel: 'hooks', notice: 'first', message });
  expect(
    invalidEvents([
      received(event),
      received({ ...event, later: 1 }),
      received(notification, detailTypes.notification),
    ]),
  ).toEqual([]);
  const { cause: _, ...without } = event;
  expect(invalidEvents([received(without)])).toEqual([expect.stringContaining("required property 'cause'")]);
  expect(invalidEvents([received({ ...event, change: 'odd' })])).toHaveLength(1);
  expect(invalidEvents([received(event, 'Lakeferry Rumour')])).toEqual([
    'lakeferry Lakeferry Rumour has no schema',
  ]);
});
