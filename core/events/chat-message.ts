import { cutText } from '../cut-text';
import type { LakeferryEvent } from './event';
import { headlineOf } from './headline';
import type { MessageNotice, Streak } from './message-notice';

/**
 * Message in the format of custom notifications of Amazon Q Developer in chat applications, which posts it to Slack or Teams
 * (https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html).
 */
export interface ChatMessage {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    /** At most 250 characters. */
    readonly title: string;
    /** At most 8,000 characters. */
    readonly description: string;
    /** At most 350 characters each. */
    readonly nextSteps: readonly string[];
  };
  /** Messages of one thread belong to one job. */
  readonly metadata: { readonly threadId: string; readonly summary: string };
}

const longestTitle = 250;
const longestDescription = 8000;
const longestStep = 350;

export function chatMessageOf(event: LakeferryEvent, notice: MessageNotice, streak?: Streak): ChatMessage {
  const headline = headlineOf(event, notice, streak);
  const { show, page } = event.links;
  // A part of an address leads nowhere.
  const whole = page === undefined || page.length > longestStep ? [] : [page];
  const steps = [...(event.fix === undefined ? [] : [event.fix]), show, ...whole];
  return {
    version: '1.0',
    source: 'custom',
    id: event.id,
    content: {
      textType: 'client-markdown',
      title: cutText(`[${event.environment}] ${headline}`, longestTitle),
      description: cutText([event.cause, ...problems(event)].join('\n'), longestDescription),
      nextSteps: steps.map((step) => cutText(step, longestStep)),
    },
    metadata: {
      threadId: `${event.environment}-${event.department}-${event.job}`,
      summary: cutText(headline, longestTitle),
    },
  };
}

function problems(event: LakeferryEvent): readonly string[] {
  if (event.type !== 'Lakeferry Run Ended') return [];
  const { counts, digest } = event;
  return [
    `${counts.loaded} of ${counts.tables} tables loaded, ${counts.rows.toLocaleString('en-US')} rows`,
    ...digest.tables
      .filter(({ state }) => state !== 'loaded')
      .map(({ table, state, detail }) => `- ${table}: ${state}${detail === undefined ? '' : `, ${detail}`}`),
  ];
}
