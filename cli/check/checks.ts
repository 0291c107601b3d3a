/** One thing that must hold before a change goes in. */
export interface Check {
  readonly name: string;
  /** Program of node_modules/.bin, and its arguments. */
  readonly command: readonly [program: string, ...args: string[]];
}

/** In the order of their cost. A check that the tests repeat has a line of its own because it fails first and fast. */
export const checks: readonly Check[] = [
  { name: 'format', command: ['biome', 'format', '.'] },
  { name: 'lint', command: ['biome', 'lint', '--error-on-warnings', '.'] },
  {
    name: 'cycles',
    command: [
      'depcruise',
      ...['core', 'aws', 'application', 'functions', 'layers', 'infra', 'local', 'demo', 'cli', 'bench'],
    ],
  },
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'architecture', command: ['jest', 'test/architecture'] },
  { name: 'tests', command: ['jest'] },
  { name: 'synth', command: ['cdk', 'synth', '--quiet'] },
];

export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  readonly milliseconds: number;
  /** What the program printed, on both streams. */
  readonly output: string;
}
