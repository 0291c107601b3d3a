import type { DeploymentDiff } from '../../../application/environments/diff-deployment';
import type { Change, ChangeClass, ItemChanges } from '../../../core/changes/change';
import { oneLine } from '../../output/escape-control-characters';
import { hangingIndent, wrapped } from '../../output/hanging-indent';
import { type Ink, inkOf, type Shell } from '../../shell';
import { classWords, remarksOf, itemTitle, summaryOf } from './class-words';

const widest = 100;

/** Items with their changes, effects and steps, at most as wide as the terminal. */
export function diffText(diff: DeploymentDiff, shell: Shell): string {
  const ink = inkOf(shell);
  const width = Math.min(shell.width(), widest);
  const end =
    diff.items.length === 0
      ? `${diff.environment}: the files are as deployed`
      : `${diff.environment}: ${summaryOf(diff)}`;
  return [
    ...diff.items.flatMap((item) => [...itemLines(item, ink, width), '']),
    ...remarksOf(diff).flatMap((remark) => wrapped(remark, width)),
    ...wrapped(end, width).map((line) => ink.bold(line)),
  ].join('\n');
}

function itemLines(item: ItemChanges, ink: Ink, width: number): readonly string[] {
  const added = item.change === 'changed' ? '' : `${item.change}, `;
  return [
    `${ink.bold(itemTitle(item))}  ${ink.dim(added)}${classInk(item.class, ink)(classWords[item.class])}`,
    ...item.changes.flatMap((change) => changeLines(change, ink, width)),
    ...item.effects.flatMap((effect) => hangingIndent('    ', effect, width)).map(ink.yellow),
    ...item.steps.flatMap((step, index) => hangingIndent(`    ${index + 1}. `, step, width)),
  ];
}

function changeLines({ sign, text }: Change, ink: Ink, width: number): readonly string[] {
  const colour = sign === '+' ? ink.green : sign === '-' ? ink.red : ink.cyan;
  return hangingIndent(`  ${sign} `, oneLine(text), width).map(colour);
}

function classInk(one: ChangeClass, ink: Ink): (text: string) => string {
  switch (one) {
    case 'none':
    case 'live':
      return ink.green;
    case 'stop-and-modify':
    case 'new-task':
      return ink.yellow;
    case 'refused':
      return ink.red;
  }
}
