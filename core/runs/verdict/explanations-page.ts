import { replaceGeneratedPart } from '../../generated-part';
import { refusalWords } from '../../model/deployment-refusals';
import { errorExplanations } from './explain-errors';
import { loadExplanations } from './explain-load';
import { refusalExplanations } from './explain-refusals';
import { runExplanations } from './explain-run';
import type { Explanation } from './explanation';

const sections: readonly (readonly [string, Readonly<Record<string, Explanation>>])[] = [
  ['Findings of runs', runExplanations],
  ['Errors of steps', errorExplanations],
  ['Findings of loads', loadExplanations],
  ['Refused deployments', refusalExplanations],
];

const words: Readonly<Record<string, string>> = refusalWords;

/** Returns the page with all explanations of the code, by code. What people wrote around them stays. */
export function withExplanations(page: string): string {
  const parts = sections.map(
    ([title, explanations]) =>
      `## ${title}\n\n${Object.entries(explanations)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([code, explanation]) => entryOf(code, explanation))
        .join('\n\n')}`,
  );
  return replaceGeneratedPart(page, parts.join('\n\n'));
}

function entryOf(code: string, { cause, cdcCause, fix, cdcFix, config }: Explanation): string {
  return [
    `### ${code}\n`,
    ...(words[code] === undefined ? [] : [`Message: \`... ${words[code]} ...\`\n`]),
    `Cause: ${asProse(cause)}.`,
    ...(cdcCause === undefined ? [] : [`\nCause in a CDC job: ${asProse(cdcCause)}.`]),
    `\n${steps(fix)}`,
    ...(cdcFix === undefined ? [] : [`\nIn a CDC job:\n\n${steps(cdcFix)}`]),
    ...(config === undefined ? [] : [`\nKey: \`${config}\``]),
  ].join('\n');
}

/** The parts of a fix are divided by semicolons. */
function steps(fix: string): string {
  return fix
    .split('; ')
    .map((step) => `- ${asProse(step)}`)
    .join('\n');
}

/** Commands, SQL and settings as inline code, because Markdown takes their placeholders for HTML. */
function asProse(text: string): string {
  return text.replaceAll(
    /lakeferry [a-z]+( <[\w/<>]+>)?|[a-z.-]+: (\{[^}]+\}|true\b|false\b|warn\b)|SELECT \* FROM [\w.]+|\b\w+_\w+_\w+\b/g,
    (code) => `\`${code}\``,
  );
}
