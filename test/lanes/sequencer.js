// Sequencer of jest: lane by lane, within a lane as jest does (failed ones first, then the longest by its last time).

const { default: Sequencer } = require('@jest/test-sequencer');
const { load } = require('./load');
const { lanes } = load(require.resolve('./lanes.ts'));

module.exports = class LaneSequencer extends Sequencer {
  sort(tests) {
    const lane = ({ context }) => lanes.indexOf(context.config.displayName?.name);
    return super.sort(tests).sort((a, b) => lane(a) - lane(b));
  }
};
