import { pathOf } from '../../../../core/pages/routes';
import type { EChartsCoreOption } from 'echarts/core';
import { type ReactElement, useCallback, useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { Chart, type Colours } from '../../charts/chart';
import { momentText, utcText } from '../../parts/moment';
import { PageNumbers } from '../../parts/page-numbers';
import { plain } from '../../parts/plain-text';
import { duration, plural } from '../../parts/quantities';
import { stateWord } from '../../parts/state-words';
import type { Bar, Night } from './night';

const rowHeight = 26;
const tones: Readonly<Record<string, string>> = {
  succeeded: 'run-good',
  'succeeded-with-table-errors': 'run-warn',
  failed: 'run-bad',
  resource: 'run-bad',
  stopped: 'run-warn',
  missed: 'run-warn',
  open: 'run-open',
  planned: 'run-open',
  overlapping: 'run-warn',
};

interface Props {
  readonly night: Night;
  readonly now: number;
}

/** Place where the axes of the page begin, so that the charts below each other have the same times. */
export function axisLeft(): number {
  return window.innerWidth < 700 ? 110 : 200;
}

/** Rows that a window shows without losing sight of the axis. */
const rowsPerPage = 30;

/** One row per job, some at once. The table below says the same in words. */
export function Timeline({ night, now }: Props): ReactElement {
  const navigate = useNavigate();
  const [wanted, turnTo] = useState(1);
  const pages = Math.max(1, Math.ceil(night.jobs.length / rowsPerPage));
  const page = Math.min(wanted, pages);
  const rows = useMemo(() => rowsOf(night, (page - 1) * rowsPerPage), [night, page]);
  const draw = useCallback((colours: Colours) => optionOf(night, rows, now, colours), [night, rows, now]);
  const open = (place: number): void => {
    const run = rows.bars[place]?.run;
    if (run !== undefined) void navigate(pathOf('run', { run }));
  };
  return (
    <>
      {pages === 1 ? null : (
        <PageNumbers
          currentPageIndex={page}
          pagesCount={pages}
          onChange={({ detail }) => turnTo(detail.currentPageIndex)}
        />
      )}
      <Chart
        label={`Timeline of ${plural(night.jobs.length, 'job')}, 24 hours back and ahead`}
        height={rows.jobs.length * rowHeight + 86}
        draw={draw}
        onClick={open}
      />
    </>
  );
}

interface Rows {
  readonly jobs: readonly string[];
  readonly bars: readonly Bar[];
  readonly rowOf: ReadonlyMap<string, number>;
}

function rowsOf({ jobs, bars }: Night, first: number): Rows {
  const shown = jobs.slice(first, first + rowsPerPage);
  const rowOf = new Map(shown.map((job, row) => [job, row]));
  return { jobs: shown, rowOf, bars: bars.filter(({ job }) => rowOf.has(job)) };
}

function optionOf(
  { from, until }: Night,
  { jobs, bars, rowOf }: Rows,
  now: number,
  colours: Colours,
): EChartsCoreOption {
  const ink = colours('ink');
  return {
    animation: false,
    grid: { top: 26, bottom: 30, left: axisLeft(), right: 20 },
    xAxis: {
      type: 'time',
      min: from,
      max: until,
      axisLabel: { color: ink, hideOverlap: true },
      splitLine: { show: true, lineStyle: { color: colours('faint'), opacity: 0.4 } },
    },
    yAxis: {
      type: 'category',
      data: jobs,
      inverse: true,
      axisTick: { show: false },
      axisLabel: { color: ink, width: axisLeft() - 10, overflow: 'truncate' },
    },
    tooltip: {
      renderMode: 'richText',
      formatter: ({ dataIndex }: { readonly dataIndex: number }) => barText(bars[dataIndex]),
    },
    series: [
      {
        type: 'custom',
        clip: true,
        renderItem: drawBar,
        encode: { x: [1, 2], y: 0 },
        data: bars.map((bar) => ({
          value: [rowOf.get(bar.job), bar.from, bar.until],
          itemStyle: {
            color: colours(tones[bar.state] ?? 'run-none'),
            opacity: bar.from > now ? 0.55 : 1,
          },
        })),
        markLine: {
          silent: true,
          symbol: 'none',
          label: { formatter: 'now', color: ink, position: 'start' },
          lineStyle: { color: ink },
          data: [{ xAxis: now }],
        },
      },
    ],
  };
}

interface Drawn {
  value(dimension: number): number;
  coord(point: readonly [number, number]): readonly [number, number];
  style(): object;
}

function drawBar(_: unknown, api: Drawn): object {
  const row = api.value(0);
  const [x, y] = api.coord([api.value(1), row]);
  const [end] = api.coord([api.value(2), row]);
  const shape = { x, y: y - 8, width: Math.max(4, end - x), height: 16, r: 3 };
  return { type: 'rect', shape, style: api.style() };
}

function barText(bar: Bar | undefined): string {
  if (bar === undefined) return '';
  const { job, state, from, until, isGuess } = bar;
  const time = isGuess ? 'duration unknown' : duration(until - from);
  return [plain(job), `${stateWord(state)}, ${momentText(from)}, ${time}`, utcText(from)].join('\n');
}
