// Reporter of jest: prints the time per lane and the slowest files, before jest's own summary.

const { load } = require('./load');
const { laneReport } = load(require.resolve('./lane-report.ts'));

module.exports = class LaneReporter {
  #root;

  constructor({ rootDir }) {
    this.#root = rootDir;
  }

  onRunComplete(_contexts, { testResults }) {
    // On stderr, as all of jest's own.
    if (testResults.length > 1) process.stderr.write(`\n${laneReport(testResults, this.#root).join('\n')}\n`);
  }
};
