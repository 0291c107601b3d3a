import type { EChartsCoreOption } from 'echarts/core';
import { type ReactElement, useCallback } from 'react';
import { Chart, type Colours } from '../../charts/chart';
import { dayText } from '../../parts/moment';
import { count, plural } from '../../parts/quantities';
import { type DayOfRuns, groups, shownDays } from './calendar-days';

interface Props {
  readonly days: readonly DayOfRuns[];
  readonly today: string;
  readonly chosen: string;
  readonly choose: (day: string) => void;
}

/** Weeks as columns. The lists below say the same in words. */
export function HeatMap({ days, today, chosen, choose }: Props): ReactElement {
  const draw = useCallback(
    (colours: Colours) => optionOf(days, today, chosen, colours),
    [days, today, chosen],
  );
  const open = (place: number): void => {
    const day = days[place]?.day;
    if (day !== undefined) choose(day);
  };
  return (
    <Chart
      label={`Calendar of ${shownDays} days from ${dayText(days[0]?.day ?? today)}`}
      height={300}
      draw={draw}
      onClick={open}
    />
  );
}

function optionOf(
  days: readonly DayOfRuns[],
  today: string,
  chosen: string,
  colours: Colours,
): EChartsCoreOption {
  const ink = colours('ink');
  return {
    animation: false,
    calendar: {
      range: [days[0]?.day, days.at(-1)?.day],
      top: 30,
      bottom: 6,
      left: 40,
      right: 6,
      cellSize: ['auto', 'auto'],
      dayLabel: { firstDay: 1, color: ink, nameMap: weekdays() },
      monthLabel: { color: ink, nameMap: months() },
      yearLabel: { show: false },
      itemStyle: { color: 'transparent', borderColor: colours('faint'), borderWidth: 0.5 },
      splitLine: { lineStyle: { color: colours('line'), width: 1.5 } },
    },
    tooltip: {
      renderMode: 'richText',
      formatter: ({ dataIndex }: { readonly dataIndex: number }) => textOf(days[dataIndex]),
    },
    series: [
      {
        type: 'custom',
        coordinateSystem: 'calendar',
        data: days.map(({ day }) => [day]),
        renderItem: (place: Place, api: Drawn) =>
          drawDay(days[place.dataIndex], place, api, { today, chosen, colours }),
      },
    ],
  };
}

interface Place {
  readonly dataIndex: number;
  readonly coordSys: { readonly cellWidth: number; readonly cellHeight: number };
}
interface Drawn {
  coord(point: string): readonly [number, number];
}
interface Marks {
  readonly today: string;
  readonly chosen: string;
  readonly colours: Colours;
}

function drawDay(
  found: DayOfRuns | undefined,
  { coordSys: { cellWidth, cellHeight } }: Place,
  api: Drawn,
  { today, chosen, colours }: Marks,
): object | undefined {
  if (found === undefined) return undefined;
  const { day, clockChanges } = found;
  const [x, y] = api.coord(day);
  const [tone, text] = lookOf(found);
  const isWide = cellWidth > 60;
  const shape = {
    x: x - cellWidth / 2 + 2,
    y: y - cellHeight / 2 + 2,
    width: cellWidth - 4,
    height: cellHeight - 4,
    r: 3,
  };
  const isChosen = day === chosen;
  const write = (
    words: string,
    at: number,
    align: 'left' | 'right' | 'center',
    isStrong: boolean,
  ): object => ({
    type: 'text',
    silent: true,
    style: {
      text: words,
      x: at,
      y,
      fill: tone === undefined ? colours('ink') : colours('run-text'),
      font: `${isStrong ? 700 : 400} 11px sans-serif`,
      textAlign: align,
      textVerticalAlign: 'middle',
    },
  });
  const clock = clockChanges === 0 ? '' : '◷ ';
  const date = `${clock}${Number(day.slice(8))}${day === today ? ' •' : ''}`;
  return {
    type: 'group',
    children: [
      {
        type: 'rect',
        shape,
        style: {
          fill: tone === undefined ? colours('box') : colours(tone),
          stroke: isChosen ? colours('ink') : undefined,
          lineWidth: isChosen ? 3 : 0,
        },
      },
      ...(isWide
        ? [write(date, shape.x + 5, 'left', false), write(text, shape.x + shape.width - 5, 'right', true)]
        : [write(`${clock}${text}`.slice(0, 3), x, 'center', true)]),
    ],
  };
}

/** Colour of the worst that a day has, and its number: colour is not all. */
function lookOf({ counts }: DayOfRuns): readonly [tone: string | undefined, text: string] {
  if (counts.failed > 0) return ['run-bad', `✕ ${count(counts.failed)}`];
  if (counts.missed > 0) return ['run-warn', `? ${count(counts.missed)}`];
  if (counts.running > 0) return ['run-open', `… ${count(counts.running)}`];
  if (counts.succeeded > 0) return ['run-good', `✓ ${count(counts.succeeded)}`];
  if (counts.coming > 0) return [undefined, count(counts.coming)];
  return counts.skipped > 0 ? ['run-none', `– ${count(counts.skipped)}`] : [undefined, ''];
}

function textOf(found: DayOfRuns | undefined): string {
  if (found === undefined) return '';
  const { day, counts, clockChanges } = found;
  const runs = groups.filter((group) => counts[group] > 0).map((group) => `${count(counts[group])} ${group}`);
  const clocks = clockChanges === 0 ? [] : [`clocks change in ${plural(clockChanges, 'time zone')}`];
  return [dayText(day), ...(runs.length === 0 ? ['no runs'] : runs), ...clocks].join('\n');
}

function weekdays(): readonly string[] {
  const format = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, nth) => format.format(Date.UTC(2026, 2, 1 + nth)));
}

function months(): readonly string[] {
  const format = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, nth) => format.format(Date.UTC(2026, nth, 1)));
}
