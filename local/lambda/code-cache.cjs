// Keeps V8's compiled code of functions: to compile a bundle takes half of the time in which a worker starts.
// Plain JavaScript, because a bare worker thread has no TypeScript loader.
'use strict';
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');
const { threadId } = require('node:worker_threads');

const wrapper = '(function (exports, require, module, __filename, __dirname) {';

/** Modules whose source maps Node holds for as long as they live. */
const mapped = [];

/**
 * Loads a CommonJS file with the code that is kept in `folder` for the same text. Returns its exports, and `keep`, which writes
 * the code that is compiled until then, unless there is some.
 */
function loadCached(file, folder) {
  const text = readFileSync(file, 'utf8');
  const kept = join(folder, createHash('sha256').update(text).digest('hex'));
  const cachedData = existsSync(kept) ? readFileSync(kept) : undefined;
  // The wrapper has a line of its own, so that the lines and columns of the text are those of its source map.
  const script = new Script(`${wrapper}\n${text}\n})`, { filename: file, lineOffset: -1, cachedData });
  registerSourceMap(file, text);
  const module = { exports: {} };
  script.runInThisContext()(module.exports, Module.createRequire(file), module, file, dirname(file));
  const keep = () => {
    if (cachedData !== undefined || existsSync(kept)) return;
    mkdirSync(folder, { recursive: true });
    const part = `${kept}.${process.pid}.${threadId}`;
    writeFileSync(part, script.createCachedData());
    renameSync(part, kept);
  };
  return { exports: module.exports, keep };
}

/** Node reads the source map of a module, not of a script: a module with nothing but the comment stands for it. */
function registerSourceMap(file, text) {
  const comment = text.lastIndexOf('\n//# sourceMappingURL=');
  if (comment < 0) return;
  const module = new Module(file);
  mapped.push(module);
  module._compile(text.slice(comment + 1), file);
}

module.exports = { loadCached };
