import { readCalendar } from '../../../application/environments/read-calendar';
import { calendarHref } from '../../../core/pages/hrefs';
import { type Action, presentPage } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { pageLink } from '../../environment/page-link';
import { wrongUse } from '../../errors/exit-codes';
import { calendarDocument } from '../../json/calendar-document';
import { calendarFile } from './calendar-file';
import { calendarText, unreadLines } from './view';

interface Input {
  readonly selection: string | undefined;
  readonly days: number;
  readonly ics: boolean;
}

export const showCalendar: Action<Input> = async ({ selection, days, ics }, invocation) => {
  const { shell, options } = invocation;
  if (ics && options.json)
    throw wrongUse('--ics and --json are two formats', { fix: 'leave one of them out' });
  const environment = await connect(invocation);
  const calendar = await readCalendar(environment, { selection, days }, shell.now());
  if (ics) {
    shell.draw(calendarFile(calendar));
    for (const line of unreadLines(calendar)) shell.remark(line);
  } else {
    const page = pageLink(shell, environment, calendarHref(selection));
    presentPage(invocation, calendarDocument, calendar, (found) => calendarText(found, shell), page);
  }
  return undefined;
};
