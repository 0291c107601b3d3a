import { rooms } from './rooms';

/** Check that must pass before a change is merged. */
export interface Check {
  readonly name: string;
  /** Program of node_modules/.bin, and its arguments. */
  readonly command: readonly [program: string, ...args: string[]];
}

/** Checks, the cheapest first. Those that the tests repeat have a line of their own because they fail early. */
export const checks: readonly Check[] = [
  { name: 'format', command: ['biome', 'format', '.'] },
  { name: 'lint', command: ['biome', 'lint', '--error-on-warnings', '.'] },
  {
    name: 'cycles',
    command: [
      'depcruise',
      // Its parser reads no JSX: Biome finds cycles in console/web.
      ...rooms.map((room) => (room === 'console' ? 'console/server' : room)),
    ],
  },
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'types of pages', command: ['tsc', '-p', 'console/web'] },
  { name: 'words', command: ['jest', 'test/architecture/words'] },
  { name: 'architecture', command: ['jest', 'test/architecture', '--testPathIgnorePatterns', '/words/'] },
  { name: 'tests', command: ['jest'] },
  { name: 'synth', command: ['cdk', 'synth', '--quiet'] },
];

export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  readonly milliseconds: number;
  /** Output of the program, from both streams. */
  readonly output: string;
}
