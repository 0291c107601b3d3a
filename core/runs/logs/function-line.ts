import type { LogEvent, LogLevel, LogLine } from './log-line';

/** Text that Lambda writes before a line of `console`: time, request, level. */
const runtimePrefix = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t[^\t]*\t([A-Z]+)\t/;

const levels: Readonly<Record<string, LogLevel>> = {
  TRACE: 'debug',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warning',
  WARNING: 'warning',
  ERROR: 'error',
  CRITICAL: 'error',
  FATAL: 'error',
};

/** Members of a structured line that say nothing new: the line has them itself, or they describe the function. */
const known = new Set([
  ...['level', 'message', 'timestamp', 'run', 'service', 'cold_start', 'sampling_rate', 'xray_trace_id'],
  ...['function_arn', 'function_memory_size', 'function_name', 'function_request_id', 'correlation_id'],
  ...['problem', 'error', 'errorType', 'errorMessage', 'stackTrace'],
]);

/** Reads a line of a function. Undefined for a line that does not name the run, and for metrics. */
export function functionLine(from: string, run: string, { id, at, message }: LogEvent): LogLine | undefined {
  if (!namesRun(message, run)) return undefined;
  const [prefix, runtimeLevel] = runtimePrefix.exec(message) ?? [''];
  const text = message.slice(prefix.length).trimEnd();
  const line = { id, at: at.toISOString(), source: 'functions', from } as const;
  const parsed = asObject(text);
  if (parsed === undefined) return { ...line, level: levelOf(runtimeLevel) ?? 'info', text };
  // Embedded metric format.
  if ('_aws' in parsed) return undefined;
  const level =
    levelOf(parsed['level']) ??
    levelOf(runtimeLevel) ??
    ('problem' in parsed || 'errorType' in parsed ? 'error' : 'info');
  return { ...line, level, text: textOf(parsed) };
}

/** True for a text with the id of this run. The id of another attempt of the run begins with the same text. */
export function namesRun(text: string, run: string): boolean {
  for (let at = text.indexOf(run); at !== -1; at = text.indexOf(run, at + 1))
    if (!/^(?:\.\d|[A-Za-z0-9-])/.test(text.slice(at + run.length))) return true;
  return false;
}

function textOf(parsed: Readonly<Record<string, unknown>>): string {
  const said = ['message', 'problem', 'error', 'errorType', 'errorMessage'].flatMap((key) =>
    parsed[key] === undefined ? [] : [errorText(parsed[key])],
  );
  const rest = Object.entries(parsed)
    .filter(([key, value]) => !known.has(key) && value !== undefined && value !== null)
    .map(([key, value]) => `${key}=${plain(value)}`);
  return [...new Set([...said, ...rest])].join(' ');
}

function errorText(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('message' in value)) return plain(value);
  return 'name' in value ? `${plain(value.name)}: ${plain(value.message)}` : plain(value.message);
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function levelOf(word: unknown): LogLevel | undefined {
  return typeof word === 'string' ? levels[word.toUpperCase()] : undefined;
}

function asObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return Object(JSON.parse(text));
  } catch {
    return undefined;
  }
}
