import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import type { Problem, Today } from '../../data/queries';
import { jobHref, loadHref, runHref, tablesHref } from '../../../../core/pages/hrefs';
import { Observed } from '../../parts/plain-text';
import { ProblemCards } from '../../parts/problem-cards';
import { plural } from '../../parts/quantities';

interface Props {
  readonly problems: readonly Problem[];
  /** Number of problems that are not listed. */
  readonly more: number;
  readonly undelivered: Today['undelivered'];
}

export function Problems({ problems, more, undelivered }: Props): ReactElement {
  return (
    <SpaceBetween size="s">
      {undelivered === undefined ? null : (
        <Alert type="error" header={`${plural(undelivered.messages, 'message')} could not be delivered`}>
          <Observed>{undelivered.problem}</Observed>
        </Alert>
      )}
      <ProblemCards problems={problems} more={more} hrefOf={hrefOf} />
    </SpaceBetween>
  );
}

/** Address of the files of a load, of the run that shows the problem, of the page of the CDC job, or of the tables of the job. */
function hrefOf({ job, kind, run, isCdc }: Problem): string {
  if (kind === 'load') return loadHref(job);
  return run === undefined ? (jobHref(job, isCdc, run) ?? tablesHref(job)) : runHref(run);
}
