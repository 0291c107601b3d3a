// Preloaded or required first: compiles our TypeScript as it loads. Plain JavaScript, so that nothing needs a build.

const Module = require('node:module');
const path = require('node:path');

const node = { load: Module._extensions['.js'], resolve: Module._resolveFilename };
require('tsx/cjs');
const tsx = { load: Module._extensions['.js'], resolve: Module._resolveFilename };
// Stack traces are only shown with LAKEFERRY_DEBUG.
process.setSourceMapsEnabled(process.env.LAKEFERRY_DEBUG !== undefined);

const dependencies = path.join(__dirname, '..', 'node_modules') + path.sep;
const isDependency = (filename) => filename?.startsWith(dependencies) === true;

// tsx parses each file of a dependency too, which takes a quarter of the start-up time. Only ES modules need it.
Module._extensions['.js'] = (module, filename) => {
  if (!isDependency(filename)) return tsx.load(module, filename);
  try {
    return node.load(module, filename);
  } catch (error) {
    if (error.code !== 'ERR_REQUIRE_ESM') throw error;
    return tsx.load(module, filename);
  }
};
Module._resolveFilename = function (request, parent, ...rest) {
  const { resolve } = isDependency(parent?.filename) ? node : tsx;
  return resolve.call(this, request, parent, ...rest);
};
