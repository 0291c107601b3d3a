import type { EChartsCoreOption } from 'echarts/core';
import type { Colours } from '../../charts/chart';
import type { TablePage } from '../../data/table-queries';
import { momentText, utcText } from '../../parts/moment';
import { count } from '../../parts/quantities';
import { runLooks, stateWord } from '../../parts/state-words';

type TableRun = TablePage['runs'][number];

const tones = {
  good: 'run-good',
  bad: 'run-bad',
  warn: 'run-warn',
  busy: 'run-open',
  none: 'run-none',
} as const;

/** Bars of the rows of each run, the oldest first. A run that did not load the table has none. */
export function rowChart(runs: readonly TableRun[], colours: Colours): EChartsCoreOption {
  const ink = colours('ink');
  return {
    aria: { enabled: false },
    animation: false,
    grid: { left: 8, right: 8, top: 16, bottom: 8, containLabel: true },
    xAxis: {
      type: 'category',
      data: runs.map(({ openedAt }) => momentText(openedAt)),
      axisLabel: { color: ink, hideOverlap: true },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: ink, formatter: (value: number) => count(value) },
      splitLine: { lineStyle: { color: colours('faint'), opacity: 0.4 } },
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      renderMode: 'richText',
      formatter: (found: readonly { readonly dataIndex: number }[]) =>
        runText(runs[found[0]?.dataIndex ?? -1]),
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 24,
        barMinHeight: 2,
        data: runs.map(({ rows, state }) => ({
          value: rows ?? null,
          itemStyle: { color: colours(tones[runLooks[state].tone]) },
        })),
      },
    ],
  };
}

function runText(run: TableRun | undefined): string {
  if (run === undefined) return '';
  const rows = run.rows === undefined ? 'did not load this table' : `${count(run.rows)} rows`;
  return [momentText(run.openedAt), utcText(run.openedAt), `${stateWord(run.state)}, ${rows}`].join('\n');
}
