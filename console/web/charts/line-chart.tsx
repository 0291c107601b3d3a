import { LineChart as Lines } from 'echarts/charts';
import { LegendComponent } from 'echarts/components';
import { type EChartsCoreOption, use } from 'echarts/core';
import { type ReactElement, useCallback } from 'react';
import { momentText, utcText } from '../parts/moment';
import { Chart, type Colours } from './chart';

use([Lines, LegendComponent]);

export interface Line {
  readonly name: string;
  /** Colour by its name in `console.css`. Lines differ in their dashes too. */
  readonly tone: string;
  readonly dash: 'solid' | 'dashed' | 'dotted';
  /** Milliseconds since 1970, and the value; null where the line has a gap. */
  readonly points: readonly (readonly [at: number, value: number | null])[];
}

interface Props {
  readonly label: string;
  readonly lines: readonly Line[];
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly textOf: (value: number) => string;
  /** Value that is drawn as a line of its own, and is always in view. */
  readonly limit?: { readonly name: string; readonly value: number };
  /** Distance of values that the axis may name. */
  readonly leastStep?: number;
  /** Distance of the values that the axis names, for the highest value of it. */
  readonly stepOf?: (highest: number) => number;
}

const height = 260;
const nothing = (): void => undefined;

/** Values over time. The text beside the chart says the same in words. */
export function LineChart({
  label,
  lines,
  from,
  until,
  textOf,
  limit,
  leastStep,
  stepOf,
}: Props): ReactElement {
  const draw = useCallback(
    (colours: Colours) => optionOf({ lines, from, until, textOf, limit, leastStep, stepOf }, colours),
    [lines, from, until, textOf, limit, leastStep, stepOf],
  );
  return <Chart label={label} height={height} draw={draw} onClick={nothing} />;
}

type Drawn = Omit<Props, 'label' | 'limit' | 'leastStep' | 'stepOf'> & {
  readonly [Name in 'limit' | 'leastStep' | 'stepOf']: Props[Name] | undefined;
};

function optionOf(
  { lines, from, until, textOf, limit, leastStep = 1, stepOf }: Drawn,
  colours: Colours,
): EChartsCoreOption {
  const ink = colours('ink');
  const highest = Math.max(
    (limit?.value ?? 0) * 1.15,
    leastStep,
    ...lines.flatMap(({ points }) => points.map(([, value]) => value ?? 0)),
  );
  return {
    animation: false,
    grid: { top: 36, bottom: 30, left: 70, right: 16 },
    legend: { top: 0, left: 0, textStyle: { color: ink }, itemWidth: 30 },
    xAxis: { type: 'time', min: from, max: until, axisLabel: { color: ink, hideOverlap: true } },
    yAxis: {
      type: 'value',
      min: 0,
      max: highest,
      minInterval: leastStep,
      ...(stepOf === undefined ? {} : { interval: stepOf(highest) }),
      axisLabel: { color: ink, formatter: textOf, showMaxLabel: false },
      splitLine: { lineStyle: { color: colours('faint'), opacity: 0.4 } },
    },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      formatter: (shown: Shown) => shownText(shown, textOf),
    },
    series: lines.map(({ name, tone, dash, points }, place) => ({
      type: 'line',
      name,
      data: points,
      connectNulls: false,
      showSymbol: points.length < 30,
      symbolSize: 5,
      itemStyle: { color: colours(tone) },
      lineStyle: { type: dash, width: 2, color: colours(tone) },
      ...(limit === undefined || place > 0 ? {} : { markLine: limitLine(limit, colours) }),
    })),
  };
}

function limitLine({ name, value }: NonNullable<Props['limit']>, colours: Colours): object {
  return {
    silent: true,
    symbol: 'none',
    label: { formatter: name, color: colours('ink'), position: 'insideEndTop' },
    lineStyle: { color: colours('run-bad'), type: 'dashed', width: 1.5 },
    data: [{ yAxis: value }],
  };
}

type Shown = readonly {
  readonly seriesName: string;
  readonly value: readonly [at: number, value: number | null];
}[];

function shownText(shown: Shown, textOf: (value: number) => string): string {
  const [first] = shown;
  if (first === undefined) return '';
  const values = shown.map(
    ({ seriesName, value: [, value] }) => `${seriesName}: ${value === null ? 'not measured' : textOf(value)}`,
  );
  const [at] = first.value;
  return [momentText(at), utcText(at), ...values].join('\n');
}
