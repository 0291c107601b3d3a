import type { DeploymentDiff } from '../../../application/environments/diff-deployment';
import type { ItemChanges } from '../../../core/changes/change';
import { oneLine } from '../../output/escape-control-characters';
import { classWords, remarksOf, itemTitle, summaryOf } from './class-words';

/** Comments of GitHub have at most 65,536 characters. */
const longest = 60_000;

/** Comment on a pull request. The first line marks it, so that a workflow finds and replaces its own comment. */
export function diffMarkdown(diff: DeploymentDiff, most = longest): string {
  const { environment, items } = diff;
  const head = [
    `<!-- lakeferry diff ${environment} -->`,
    `### Lakeferry: ${environment}`,
    '',
    ...remarksOf(diff).flatMap((remark) => [remark, '']),
    items.length === 0 ? 'The files are as deployed.' : `${summaryOf(diff)}.`,
  ];
  const lines = [...head];
  let size = head.join('\n').length;
  for (const [index, item] of items.entries()) {
    const own = ['', ...itemLines(item)];
    size += own.join('\n').length + 1;
    if (size > most)
      return [...lines, '', `${items.length - index} more: run \`lakeferry diff\`.`].join('\n');
    lines.push(...own);
  }
  return lines.join('\n');
}

function itemLines(item: ItemChanges): readonly string[] {
  const added = item.change === 'changed' ? '' : ` ${item.change},`;
  return [
    `**${itemTitle(item)}**${added} _${classWords[item.class]}_`,
    '',
    '```diff',
    // GitHub colours lines by their first character, and knows + and - only.
    ...item.changes.map(({ sign, text }) => `${sign === '~' ? '!' : sign} ${fenced(text)}`),
    '```',
    ...[...item.effects, ...item.steps.map((step, index) => `step ${index + 1}: ${step}`)].map(
      (text) => `- ${escaped(text)}`,
    ),
  ];
}

/** Nothing of a configuration ends the block. */
function fenced(text: string): string {
  return oneLine(text).replaceAll('```', "'''");
}

function escaped(text: string): string {
  return oneLine(text).replace(/[\\`*_<>[\]@]/g, '\\$&');
}
