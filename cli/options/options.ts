import { flag, formatted, type Option, wholeNumber } from './option';

export function waitOption(description: string): Option<boolean> {
  return flag('wait', description);
}

export const limitOption: Option<number> = {
  flags: '--limit <number>',
  description: 'at most that many, the newest',
  default: '20',
  type: wholeNumber('a number of runs', 1, 10_000),
};

export function portOption(port: string): Option<number | undefined> {
  return {
    flags: '--port <number>',
    description: `${port} (default: a free one)`,
    type: (z) => z.optional(wholeNumber('a port', 1, 65_535)(z)),
  };
}

/** Commander sets it to false for `--no-open`. */
export const openOption: Option<boolean> = {
  flags: '--no-open',
  description: 'print the address, and open no browser',
  type: (z) => z._default(z.boolean(), true),
};

/** A folder to write to. */
export const outOption: Option<string | undefined> = textOption(
  '--out <folder>',
  'folder for the pages (default: lakeferry-report)',
);

export const rateOption: Option<number> = {
  flags: '--rate <changes>',
  description: 'changed rows per second',
  default: '20',
  type: wholeNumber('a number of changes per second', 1, 100_000),
};

export const seedOption: Option<number> = {
  flags: '--seed <number>',
  description: 'the same seed on the same database makes the same changes',
  default: '1',
  type: wholeNumber('a seed', 0, 2 ** 32 - 1),
};

export const secondsOption: Option<number | undefined> = {
  flags: '--seconds <number>',
  description: 'end after so many seconds (default: until Ctrl-C)',
  type: (z) => z.optional(wholeNumber('a number of seconds', 1, 86_400)(z)),
};

/** A department file to write. The department has the file's name. */
export const departmentFileOption: Option<string | undefined> = {
  flags: '--as <file>',
  description: 'write a department file to start from, such as config/departments/crm.yaml',
  type: (z) =>
    z.optional(
      formatted(
        /(^|[/\\])[a-z][a-z0-9-]*\.ya?ml$/,
        'is not a department file: name it as the department, such as config/departments/crm.yaml',
      )(z),
    ),
};

export function textOption(
  flags: `--${string} <${string}>`,
  description: string,
): Option<string | undefined> {
  return { flags, description, type: (z) => z.optional(z.string()) };
}

/** Names that commas separate. */
export function listOption(
  flags: `--${string} <${string}>`,
  description: string,
): Option<string[] | undefined> {
  return {
    flags,
    description,
    type: (z) =>
      z.optional(
        z.pipe(
          z.string().check(
            z.refine((given) => given.split(',').every((name) => name.trim() !== ''), {
              error: ({ input }) =>
                `"${String(input)}" has an empty name: write names with commas between them, such as a.b,a.c`,
            }),
          ),
          z.transform((given: string) => given.split(',').map((name) => name.trim())),
        ),
      ),
  };
}
