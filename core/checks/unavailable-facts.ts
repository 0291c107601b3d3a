import type { SourceFacts } from './engine';
import type { Answers } from './query';
import { whyUnanswered } from './query-results';

type Part = keyof NonNullable<SourceFacts['unseen']>;

/** Which parts of the facts have no answer behind them, by the question that each rests on; those of tables only where there are any. */
export function unseenParts(
  answers: Answers,
  questions: Readonly<Record<Part, string>>,
  hasTables: boolean,
): NonNullable<SourceFacts['unseen']> {
  const why = (part: Part): string | undefined => {
    const question = questions[part];
    // Nothing to measure is nothing to ask.
    if (part === 'lobs' && !answers.has(question)) return undefined;
    return hasTables || part === 'tables' ? whyUnanswered(answers, question) : undefined;
  };
  const parts = (['tables', 'columns', 'keys', 'lobs'] as const).flatMap((part) => {
    const because = why(part);
    return because === undefined ? [] : [[part, because] as const];
  });
  return Object.fromEntries(parts);
}
