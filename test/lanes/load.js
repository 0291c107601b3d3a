// jest reads its configuration, its sequencer and its reporter before anything of ours is compiled.

const { register } = require('tsx/cjs/api');

/** Loads a TypeScript module, by its absolute path, and leaves no loader behind: jest brings its own. */
exports.load = (path) => {
  const unregister = register();
  try {
    return require(path);
  } finally {
    unregister();
  }
};
