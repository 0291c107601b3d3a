import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ReactElement } from 'react';
import type { ChangeClass, ItemChanges } from '../../data/plan-queries';

/** Classes of changes, the strongest first. */
export const classes = [
  'refused',
  'new-task',
  'stop-and-modify',
  'live',
  'none',
] as const satisfies readonly ChangeClass[];

interface Look {
  readonly type: StatusIndicatorProps.Type;
  readonly word: string;
  readonly meaning: string;
}

const looks: Readonly<Record<ChangeClass, Look>> = {
  refused: { type: 'error', word: 'refused', meaning: 'DMS or CloudFormation rejects it: follow the steps' },
  'new-task': {
    type: 'warning',
    word: 'new task',
    meaning: 'a new task replaces the one that follows changes',
  },
  'stop-and-modify': {
    type: 'warning',
    word: 'stop and modify',
    meaning: 'a task stops, and continues as changed',
  },
  live: { type: 'success', word: 'live', meaning: 'from the next run, schedule or poll on; no task stops' },
  none: { type: 'stopped', word: 'nothing that runs', meaning: 'no effect on what runs' },
};

export function classWord(one: ChangeClass): string {
  return looks[one].word;
}

export function ClassWord({ of }: { readonly of: ChangeClass }): ReactElement {
  const { type, word, meaning } = looks[of];
  return (
    <StatusIndicator type={type}>
      {word}: {meaning}
    </StatusIndicator>
  );
}

/** `1 refused, 2 live`, the strongest first. */
export function countsText(items: readonly Pick<ItemChanges, 'class'>[]): string {
  return classes
    .flatMap((one) => {
      const found = items.filter((item) => item.class === one).length;
      return found === 0 ? [] : `${found} ${looks[one].word}`;
    })
    .join(', ');
}

/** Items that need attention first; those of a class as they were. */
export function byClass<Item extends Pick<ItemChanges, 'class'>>(items: readonly Item[]): readonly Item[] {
  return [...items].sort((a, b) => classes.indexOf(a.class) - classes.indexOf(b.class));
}
