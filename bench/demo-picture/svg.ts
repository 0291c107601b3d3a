import type { Line, Run } from './screen';

export interface Frame {
  readonly columns: number;
  /** Text of the window's title bar. */
  readonly title: string;
}

/** Colours of a dark terminal, by ANSI number. */
const palette = [
  '#484f58',
  '#ff7b72',
  '#3fb950',
  '#d29922',
  '#58a6ff',
  '#bc8cff',
  '#39c5cf',
  '#b1bac4',
  '#6e7681',
  '#ffa198',
  '#56d364',
  '#e3b341',
  '#79c0ff',
  '#d2a8ff',
  '#56d4dd',
  '#ffffff',
];
const cellWidth = 7.8;
const lineHeight = 17;
const padding = 16;
const titleHeight = 34;

/** An SVG picture of terminal lines. Each text is as wide as its columns, whatever font the reader has. */
export function toSvg(lines: readonly Line[], { columns, title }: Frame): string {
  const width = Math.ceil(columns * cellWidth + 2 * padding);
  const height = titleHeight + lines.length * lineHeight + padding;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">`,
    '<style>text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#e6edf3}.b{font-weight:bold}.d{opacity:.6}</style>',
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    `<text x="${width / 2}" y="22" text-anchor="middle" class="d">${escapeXml(title)}</text>`,
    ...lines.flatMap((line, row) => line.map((run) => textOf(run, titleHeight + (row + 0.75) * lineHeight))),
    '</svg>',
    '',
  ].join('\n');
}

function textOf(run: Run, y: number): string {
  const classes = [run.bold ? 'b' : '', run.dim ? 'd' : ''].filter((name) => name !== '').join(' ');
  const colour = run.colour === undefined ? undefined : palette[run.colour];
  return [
    `<text x="${round(padding + run.column * cellWidth)}" y="${round(y)}" textLength="${round(run.width * cellWidth)}"`,
    ' lengthAdjust="spacingAndGlyphs"',
    classes === '' ? '' : ` class="${classes}"`,
    colour === undefined ? '' : ` style="fill:${colour}"`,
    // SVG viewers join spaces, but not no-break spaces.
    `>${escapeXml(run.text).replaceAll(' ', '\u00a0')}</text>`,
  ].join('');
}

const round = (value: number): number => Math.round(value * 100) / 100;

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
