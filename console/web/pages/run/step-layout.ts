import { Graph, layout } from '@dagrejs/dagre';
import type { RunPath } from '../../data/queries';

export const boxWidth = 190;
export const boxHeight = 46;
const margin = 4;

export interface Box {
  readonly name: string;
  readonly about: string | undefined;
  /** Centre. */
  readonly x: number;
  readonly y: number;
  readonly visits: RunPath['visits'];
}

export interface Line {
  readonly from: string;
  readonly to: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly isTaken: boolean;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

/** Places the steps. Ways after an error are drawn where the run took them, and steps that only such ways reach too. */
export function drawSteps({ steps, ways, visits }: RunPath): Drawing {
  const taken = new Set(visits.slice(1).map(({ step }, place) => `${visits[place]?.step} ${step}`));
  const drawn = ways.filter(
    ({ from, to, afterError }) => from !== to && (!afterError || taken.has(`${from} ${to}`)),
  );
  const reached = new Set([
    ...visits.map(({ step }) => step),
    ...drawn.flatMap(({ from, to }) => [from, to]),
  ]);
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 26, marginx: margin, marginy: margin });
  graph.setDefaultEdgeLabel(() => ({}));
  const shown = steps.filter(({ name }) => reached.has(name));
  for (const { name } of shown) graph.setNode(name, { width: boxWidth, height: boxHeight });
  for (const { from, to } of drawn) graph.setEdge(from, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const lines = drawn.map(({ from, to }) => ({
    from,
    to,
    points: graph.edge(from, to).points ?? [],
    isTaken: taken.has(`${from} ${to}`),
  }));
  // The size of dagre has all boxes, but not every way around them.
  const corners = lines.flatMap(({ points }) => points);
  return {
    width: Math.max(width, ...corners.map(({ x }) => x + margin)),
    height: Math.max(height, ...corners.map(({ y }) => y + margin)),
    boxes: shown.map(({ name, about }) => {
      const { x, y } = graph.node(name);
      return { name, about, x, y, visits: visits.filter(({ step }) => step === name) };
    }),
    lines,
  };
}
