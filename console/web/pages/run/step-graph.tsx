import type { ReactElement } from 'react';
import type { RunPath } from '../../data/queries';
import { duration } from '../../parts/quantities';
import { type Box, boxHeight, boxWidth, drawSteps, type Line } from './step-layout';

/** The table of steps beside it says the same in words. */
export function StepGraph({ path }: { readonly path: RunPath }): ReactElement {
  const { width, height, boxes, lines } = drawSteps(path);
  const names = path.visits.map(({ step }) => step).join(', ');
  return (
    <svg
      className="steps"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`State machine. Steps of this run: ${names}`}
    >
      {lines.map((line) => (
        <Way key={`${line.from} ${line.to}`} line={line} />
      ))}
      {boxes.map((box) => (
        <Step key={box.name} box={box} />
      ))}
    </svg>
  );
}

function Way({ line: { points, isTaken } }: { readonly line: Line }): ReactElement {
  const [first, ...rest] = points;
  const path = `M${first?.x},${first?.y} ${rest.map(({ x, y }) => `L${x},${y}`).join(' ')}`;
  return <path className={isTaken ? 'taken' : ''} d={path} />;
}

function Step({ box: { name, about, x, y, visits } }: { readonly box: Box }): ReactElement {
  const last = visits.at(-1);
  const tone = last === undefined ? '' : `taken ${toneOf(visits)}`;
  return (
    <g className={tone} transform={`translate(${x - boxWidth / 2},${y - boxHeight / 2})`}>
      {about === undefined ? null : <title>{about}</title>}
      <rect width={boxWidth} height={boxHeight} rx={8} />
      <text x={boxWidth / 2} y={last === undefined ? 28 : 20}>
        {name}
      </text>
      {last === undefined ? null : (
        <text className="when" x={boxWidth / 2} y={37}>
          {timeText(visits)}
        </text>
      )}
    </g>
  );
}

function toneOf(visits: RunPath['visits']): string {
  if (visits.some(({ error }) => error !== undefined)) return 'bad';
  return visits.some(({ until }) => until === undefined) ? 'busy' : 'good';
}

function timeText(visits: RunPath['visits']): string {
  if (visits.some(({ until }) => until === undefined)) return 'is there now';
  const took = visits.reduce((sum, { from, until = from }) => sum + Date.parse(until) - Date.parse(from), 0);
  return visits.length > 1 ? `${visits.length} times, ${duration(took)}` : duration(took);
}
