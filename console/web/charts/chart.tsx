import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import {
  AriaComponent,
  CalendarComponent,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { type ReactElement, useEffect, useRef } from 'react';

use([
  BarChart,
  CustomChart,
  LineChart,
  AriaComponent,
  CalendarComponent,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
]);

/** Colours of the theme, by the names of `console.css`. */
export type Colours = (name: string) => string;

interface Props {
  readonly label: string;
  readonly height: number;
  readonly draw: (colours: Colours) => EChartsCoreOption;
  /** Place of the value that was clicked. */
  readonly onClick: (place: number) => void;
}

/** A chart of ECharts, drawn again when the theme or the width changes. Texts are drawn, never markup. */
export function Chart({ label, height, draw, onClick }: Props): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const click = useRef(onClick);
  useEffect(() => {
    click.current = onClick;
  }, [onClick]);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const chart = init(element, undefined, { renderer: 'canvas' });
    const show = (): void => {
      const style = getComputedStyle(document.body);
      chart.setOption(
        draw((name) => style.getPropertyValue(`--${name}`).trim()),
        true,
      );
    };
    show();
    chart.on('click', ({ dataIndex }) => click.current(dataIndex ?? -1));
    const themes = new MutationObserver(show);
    themes.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    const widths = new ResizeObserver(() => chart.resize());
    widths.observe(element);
    return () => {
      themes.disconnect();
      widths.disconnect();
      chart.dispose();
    };
  }, [draw]);
  return <div ref={place} className="chart" role="img" aria-label={label} style={{ height }} />;
}
