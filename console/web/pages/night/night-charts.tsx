import type { EChartsCoreOption } from 'echarts/core';
import { type ReactElement, useCallback, useMemo } from 'react';
import { Chart, type Colours } from '../../charts/chart';
import type { DmsUse } from '../../data/queries';
import { momentText, utcText } from '../../parts/moment';
import { count, duration, plural } from '../../parts/quantities';
import type { Night } from './night';
import { axisLeft } from './timeline';

const nothing = (): void => undefined;
const minutesPerBar = 10;

interface LoadProps {
  readonly night: Night;
  readonly now: number;
}

/** Number of runs at one time. */
export function LoadChart({ night, now }: LoadProps): ReactElement {
  const draw = useCallback(
    (colours: Colours) => {
      const points = night.loads.map(({ at, runs }) => [at, runs]);
      return {
        ...axesOf(night, colours),
        series: [
          {
            type: 'line',
            step: 'end',
            symbol: 'none',
            lineStyle: { color: colours('run-open'), width: 1.5 },
            areaStyle: { color: colours('run-open'), opacity: 0.25 },
            data: [[night.from, 0], ...points, [night.until, 0]],
            markLine: nowLine(now, colours),
          },
        ],
      };
    },
    [night, now],
  );
  const most = night.peak === undefined ? 'none' : plural(night.peak.runs, 'run');
  return <Chart label={`Runs at once, at most ${most}`} height={170} draw={draw} onClick={nothing} />;
}

interface UseProps extends LoadProps {
  readonly use: DmsUse;
}

/** Estimated requests per minute, the most of ten minutes, against the rate. */
export function DmsChart({ night, now, use }: UseProps): ReactElement {
  const { minutes, perSecond } = use;
  const bars = useMemo(() => busiest(minutes), [minutes]);
  const rate = perSecond * 60;
  const draw = useCallback(
    (colours: Colours) => ({
      ...axesOf(night, colours, rate),
      tooltip: {
        renderMode: 'richText',
        formatter: ({ dataIndex }: { readonly dataIndex: number }) => textOf(bars[dataIndex], rate),
      },
      series: (['functions', 'polls'] as const).map((part) => ({
        type: 'bar',
        stack: 'requests',
        barWidth: 3,
        itemStyle: { color: colours(part === 'functions' ? 'run-open' : 'run-none') },
        data: bars.map((bar) => [bar.at, bar[part]]),
        ...(part === 'functions'
          ? {
              markLine: {
                ...nowLine(now, colours),
                data: [
                  { xAxis: now, label: { formatter: 'now' } },
                  { yAxis: rate, label: { formatter: `rate ${count(rate)}`, position: 'insideEndTop' } },
                ],
              },
            }
          : {}),
      })),
    }),
    [night, now, bars, rate],
  );
  const most = Math.max(0, ...minutes.map(({ functions, polls }) => functions + polls));
  const label = `DMS requests per minute, at most ${count(most)}, of a rate of ${count(rate)}`;
  return <Chart label={label} height={200} draw={draw} onClick={nothing} />;
}

type Minute = DmsUse['minutes'][number];

/** Busiest minute of each ten: 2,880 minutes are more than a window has pixels. */
export function busiest(minutes: readonly Minute[]): readonly Minute[] {
  const found = new Map<number, Minute>();
  for (const minute of minutes) {
    const slot = Math.floor(minute.at / (minutesPerBar * 60_000));
    const known = found.get(slot);
    if (known === undefined || minute.functions + minute.polls > known.functions + known.polls)
      found.set(slot, minute);
  }
  return [...found.values()];
}

function textOf(minute: Minute | undefined, rate: number): string {
  if (minute === undefined) return '';
  const { at, functions, polls, delay } = minute;
  const sum = functions + polls;
  return [
    momentText(at),
    utcText(at),
    `${count(sum)} requests, ${Math.round((100 * sum) / rate)} % of the rate`,
    `${count(functions)} of runs, ${count(polls)} of polls`,
    ...(delay === 0 ? [] : [`runs wait ${duration(delay)}`]),
  ].join('\n');
}

function axesOf({ from, until }: Night, colours: Colours, least = 1): EChartsCoreOption {
  const ink = colours('ink');
  return {
    animation: false,
    grid: { top: 26, bottom: 26, left: axisLeft(), right: 20 },
    xAxis: { type: 'time', min: from, max: until, axisLabel: { color: ink, hideOverlap: true } },
    yAxis: {
      type: 'value',
      minInterval: 1,
      max: ({ max }: { readonly max: number }) => Math.ceil(Math.max(max, least) * 1.1),
      axisLabel: { color: ink, showMaxLabel: false },
      splitLine: { lineStyle: { color: colours('faint'), opacity: 0.4 } },
    },
  };
}

function nowLine(now: number, colours: Colours): object {
  return {
    silent: true,
    symbol: 'none',
    label: { formatter: 'now', color: colours('ink'), position: 'end' },
    lineStyle: { color: colours('ink') },
    data: [{ xAxis: now }],
  };
}
