import { type Document, isAlias, isMap, isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { type Finding, type Problem, showPath } from './problem';

export interface ConfigFile {
  /** Path from the repository, such as `config/departments/sales.yaml`. */
  readonly path: string;
  readonly text: string;
  /** Reason why `text` is not the content of the file, such as `is not UTF-8`. */
  readonly unreadable?: string;
}

/** YAML file that knows the place of each value. */
export interface YamlFile {
  readonly path: string;
  readonly value: unknown;
  readonly syntaxProblems: readonly Problem[];
  /** Gives a finding its file, line and column. */
  place(finding: Finding): Problem;
}

export function readYaml(file: ConfigFile): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(file.text, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    // Core does not print: warnings become problems.
    logLevel: 'error',
  });
  const at = (offset: number): { line: number; column: number } => {
    const position = lines.linePos(offset);
    return { line: Math.max(1, position.line), column: Math.max(1, position.col) };
  };

  const unreadable: Problem[] =
    file.unreadable === undefined
      ? []
      : [
          {
            severity: 'error',
            file: file.path,
            line: 1,
            column: 1,
            path: '',
            message: `the file ${file.unreadable}`,
          },
        ];
  const syntaxProblems = [...document.errors, ...document.warnings].map(
    (error): Problem => ({
      severity: error.name === 'YAMLWarning' ? 'warning' : 'error',
      file: file.path,
      ...at(error.pos[0]),
      path: '',
      message:
        error.code === 'MULTIPLE_DOCS'
          ? 'the file has a second document after ---: move it to its own file'
          : `not valid YAML: ${lowerFirst(error.message)}`,
      ...(fixes[error.code] === undefined ? {} : { hint: fixes[error.code] }),
    }),
  );
  syntaxProblems.push(...unreadable);
  const value = document.errors.length === 0 ? toPlain(document, file, at, syntaxProblems) : undefined;

  return {
    path: file.path,
    value,
    syntaxProblems,
    place: ({ path, onKey, severity, ...finding }) => ({
      severity: severity ?? 'error',
      file: file.path,
      ...at(offsetOf(document, path, onKey === true)),
      path: showPath(path),
      ...finding,
    }),
  };
}

/** Value of a document. The yaml package reports unresolved and endless aliases only here. */
function toPlain(
  document: Document,
  { path: file, text }: ConfigFile,
  at: (offset: number) => { line: number; column: number },
  problems: Problem[],
): unknown {
  try {
    return document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    const message = `not valid YAML: ${lowerFirst(error instanceof Error ? error.message : String(error))}`;
    const alias = /^not valid YAML: unresolved alias.*: (\S+)$/.exec(message)?.[1];
    const place = at(Math.max(0, alias === undefined ? 0 : text.indexOf(`*${alias}`)));
    problems.push({
      severity: 'error',
      file,
      ...place,
      path: '',
      message,
      ...(alias === undefined ? {} : { hint: 'put the text in quotes, or set the anchor before' }),
    });
    return undefined;
  }
}

/** Start of the value at `path`, or of the last node on the way to it that exists. */
function offsetOf(document: Document, path: readonly PropertyKey[], onKey: boolean): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => keyOf(item.key) === String(step));
      if (pair === undefined) return offset;
      const keyStart = startOf(pair.key) ?? offset;
      if (onKey && index === path.length - 1) return keyStart;
      offset = startOf(pair.value) ?? keyStart;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      offset = startOf(node) ?? offset;
    } else return offset;
  }
  return offset;
}

function keyOf(key: unknown): string | undefined {
  if (isNode(key)) return String(key.toJSON());
  return undefined;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) && node.range ? node.range[0] : undefined;
}

/** Fixes for error codes of the yaml package. */
const fixes: Readonly<Partial<Record<string, string>>> = {
  TAB_AS_INDENT: 'indent with spaces',
  DUPLICATE_KEY: 'remove or rename one of them',
  MISSING_CHAR: 'close the quote or bracket that is open before this place',
  BAD_INDENT:
    'close the bracket that is open before this line, or start the keys of one mapping in one column',
  BLOCK_AS_IMPLICIT_KEY: 'put text that contains a colon and a space in quotes',
  MULTILINE_IMPLICIT_KEY: 'write a colon after the key',
  BAD_SCALAR_START: 'put the text in quotes',
};

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
