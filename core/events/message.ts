import { cutText } from '../cut-text';
import type { LakeferryEvent, RunEnded } from './event';
import { headlineOf } from './headline';
import { mailSubject } from './mail-subject';
import type { MessageNotice, Streak } from './message-notice';

/** Message for people: plain text, because SNS sends e-mail without format. */
export interface Message {
  /** As `mailSubject` makes it. The text has the whole names. */
  readonly subject: string;
  readonly text: string;
}

const longestText = 20_000;
const tablesInText = 20;

/** Returns the message about an event. `streak`: absent outside of a streak. */
export function messageOf(event: LakeferryEvent, notice: MessageNotice, streak?: Streak): Message {
  const headline = headlineOf(event, notice, streak);
  const { page, docs } = event.links;
  const text = [
    `${headline} (${event.environment}, ${minute(event.at)})`,
    section('What happened', [event.cause]),
    event.fix === undefined ? undefined : section('What to do', [event.fix]),
    section('Details', [
      event.links.show,
      ...(page === undefined ? [] : [page]),
      ...(docs === undefined ? [] : [docs]),
    ]),
    event.type === 'Lakeferry Run Ended' ? tablesOf(event) : undefined,
    footer(event, notice),
  ];
  return {
    subject: mailSubject(`[${event.environment}] ${headline}`),
    text: cutText(text.filter((part) => part !== undefined).join('\n\n'), longestText),
  };
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

function tablesOf({ counts, digest }: RunEnded): string | undefined {
  if (counts.tables === 0 && digest.tables.length === 0) return undefined;
  const shown = digest.tables.slice(0, tablesInText);
  const more = digest.tables.length - shown.length + digest.more;
  const width = Math.max(...shown.map(({ table }) => table.length));
  const lines = shown.map(
    ({ table, state, rows, detail }) =>
      `${table.padEnd(width)}  ${state}${rows === undefined ? '' : `, ${number(rows)} rows`}${detail === undefined ? '' : `: ${detail}`}`,
  );
  return section(`Tables: ${counts.loaded} of ${counts.tables} loaded, ${number(counts.rows)} rows`, [
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
  ]);
}

function footer({ id }: LakeferryEvent, notice: MessageNotice): string {
  const next =
    notice === 'first' || notice === 'reminder'
      ? 'While this lasts, you get one reminder per day, then a message when it is over. '
      : '';
  return `${next}Message ID: ${id}`;
}

/** `2026-11-29 02:14 UTC`. */
export function minute(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
