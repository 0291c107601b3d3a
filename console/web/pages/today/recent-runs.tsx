import Link from '@cloudscape-design/components/link';
import type { ReactElement } from 'react';
import { type JobToday, useRunsOf } from '../../data/queries';
import { NotRead } from '../../parts/answer';
import { runHref } from '../../../../core/pages/hrefs';
import { Moment, momentText, utcText } from '../../parts/moment';
import { duration, plural } from '../../parts/quantities';
import { lastSuccess } from './last-success';
import { runLooks, stateWord } from '../../parts/state-words';

const cells = 14;

/** Last runs of a job, oldest first, each a link with its result. */
export function RecentRuns({ job }: { readonly job: string }): ReactElement {
  const { data: runs = [], error } = useRunsOf(job);
  if (error !== null) return <NotRead error={error} />;
  const shown = runs.slice(0, cells).reverse();
  const empty = Array.from({ length: cells - shown.length }, (_, place) => place);
  return (
    <ol className="recent" aria-label={`Last runs of ${job}`}>
      {empty.map((place) => (
        <li key={place} aria-hidden="true">
          <span />
        </li>
      ))}
      {shown.map((run) => {
        const { tone, mark } = runLooks[run.state];
        const text = `${stateWord(run.state)}, ${momentText(run.openedAt)}, ${duration(run.took)}, ${plural(run.rows, 'row')}`;
        return (
          <li key={run.run}>
            <a
              className={tone}
              href={runHref(run.run)}
              title={`${text}\n${utcText(run.openedAt)}`}
              aria-label={text}
            >
              {mark}
            </a>
          </li>
        );
      })}
    </ol>
  );
}

/** Durations of the last runs that loaded something, oldest first. */
export function DurationSpark({ job }: { readonly job: string }): ReactElement | null {
  const { data: runs = [] } = useRunsOf(job);
  const took = runs
    .filter(({ rows }) => rows > 0)
    .map((run) => run.took)
    .reverse();
  const longest = Math.max(...took, 1);
  if (took.length < 2) return null;
  const points = took.map(
    (one, place) => `${(place * 80) / (took.length - 1) + 2},${20 - (17 * one) / longest}`,
  );
  return (
    <svg
      className="spark"
      viewBox="0 0 84 22"
      role="img"
      aria-label={`Durations, up to ${duration(longest)}`}
    >
      <title>{`${plural(took.length, 'run')}, up to ${duration(longest)}`}</title>
      <polyline points={points.join(' ')} />
    </svg>
  );
}

interface SuccessProps {
  readonly job: string;
  /** Success in the state of the job. */
  readonly known: JobToday['succeeded'];
}

export function LastSuccess({ job, known }: SuccessProps): ReactElement {
  const { data: runs = [] } = useRunsOf(job);
  const found = lastSuccess(known, runs);
  if (found === undefined) return <span>–</span>;
  return (
    <Link href={runHref(found.run)} ariaLabel={`Last success of ${job}, ${momentText(found.at)}`}>
      <Moment at={found.at} />
    </Link>
  );
}
