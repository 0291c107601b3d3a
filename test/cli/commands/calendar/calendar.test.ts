import type { DeployedCalendar } from '../../../../application/environments/read-calendar';
import { calendarFile } from '../../../../cli/commands/calendar/calendar-file';
import { calendarText } from '../../../../cli/commands/calendar/view';
import { calendarDocument } from '../../../../cli/json/calendar-document';
import { documentText } from '../../../../cli/json/document';
import { checkDocument } from '../../../helpers/json-output';
import { scriptedShell } from '../../../helpers/scripted-shell';

const calendar: DeployedCalendar = {
  environment: 'dev',
  entries: [
    {
      job: 'sales/orders-daily',
      at: '2026-03-28T03:00:00Z',
      local: '2026-03-28T04:00:00+01:00',
      timeZone: 'Europe/Vienna',
      state: 'missed',
      run: 'sales.orders-daily.20260328T030000Z',
      seconds: 0,
    },
    {
      job: 'sales/orders-daily',
      at: '2026-03-29T02:00:00Z',
      local: '2026-03-29T04:00:00+02:00',
      timeZone: 'Europe/Vienna',
      state: 'overlapping',
      seconds: 1200,
    },
  ],
  shortened: ['sales/often'],
  isPastShortened: true,
  unread: [],
};

it('shows both times and the state, within 80 columns', () => {
  const text = calendarText(calendar, scriptedShell());
  expect(text).toMatch(/2026-03-28 03:00 +04:00\+01:00 +sales\/orders-daily +missed/);
  expect(text).toMatch(/2026-03-29 02:00 +04:00\+02:00 +sales\/orders-daily +overlaps/);
  expect(text).toContain('later times of sales/often are left out');
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

it('prints a document with a schema', () => {
  expect(() => checkDocument(documentText(calendarDocument, calendar))).not.toThrow();
});

it('writes a file for calendar programs, with times in UTC and lines of at most 75 octets', () => {
  const lines = calendarFile(calendar).split('\r\n');
  expect(lines[0]).toBe('BEGIN:VCALENDAR');
  expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(2);
  expect(lines).toContain('DTSTART:20260328T030000Z');
  expect(lines).toContain('SUMMARY:sales/orders-daily: missed');
  expect(lines).toContain('DTSTART:20260329T020000Z');
  expect(lines).toContain('UID:dev.sales.orders-daily.2026-03-29T02:00:00Z@lakeferry');
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
});

it('a calendar without entries says so', () => {
  expect(calendarText({ ...calendar, entries: [] }, scriptedShell())).toBe(
    'dev: no runs and no schedules in these days',
  );
});

it('names departments that are left out', () => {
  const missing = 'not shown: crm, web, whose plans cannot be read: deploy again, or check your role';
  expect(calendarText({ ...calendar, unread: ['crm', 'web'] }, scriptedShell())).toContain(missing);
  expect(calendarText({ ...calendar, entries: [], unread: ['crm', 'web'] }, scriptedShell())).toContain(
    missing,
  );
});
