// Does for a function what Lambda's Node runtime does: loads the handler once and handles one request at a
// time.
// Plain JavaScript, because a bare worker thread has no TypeScript loader.
'use strict';
const { parentPort, workerData } = require('node:worker_threads');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { existsSync } = require('node:fs');
const { loadCached } = require('./code-cache.cjs');

process.setSourceMapsEnabled(true);
const SystemDate = Date;
/** Epoch milliseconds of the cloud's driven clock during a request. Undefined in real time. */
let drivenNow;

if (workerData.driven) {
  class DrivenDate extends SystemDate {
    constructor(...parts) {
      if (parts.length === 0 && drivenNow !== undefined) super(drivenNow);
      else super(...parts);
    }
    static now() {
      return drivenNow ?? SystemDate.now();
    }
  }
  Object.defineProperty(DrivenDate, 'name', { value: 'Date' });
  globalThis.Date = DrivenDate;
}

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  const trace = (error.stack ?? '').split('\n');
  for (let cause = error.cause; cause instanceof Error && trace.length < 200; cause = cause.cause)
    trace.push(...`Caused by: ${cause.stack}`.split('\n'));
  return { errorType: error.name, errorMessage: error.message, trace };
}

async function loadHandler() {
  const { folder, handler } = workerData;
  const dot = handler.lastIndexOf('.');
  const stem = join(folder, handler.slice(0, dot));
  const file = ['.js', '.cjs', '.mjs'].map((ending) => stem + ending).find(existsSync);
  if (file === undefined) {
    const error = new Error(`Cannot find module '${handler.slice(0, dot)}' in ${folder}`);
    error.name = 'Runtime.ImportModuleError';
    throw error;
  }
  const loaded = file.endsWith('.mjs') ? await import(file) : loadScript(file);
  const name = handler.slice(dot + 1);
  if (typeof loaded[name] === 'function') return loaded[name];
  const error = new Error(`${handler} is undefined or not exported`);
  error.name = 'Runtime.HandlerNotFound';
  throw error;
}

function loadScript(file) {
  if (workerData.codeCache === undefined) return createRequire(file)(file);
  const { exports, keep } = loadCached(file, workerData.codeCache);
  keepCode = keep;
  return exports;
}

let handler;
/** Keeps the compiled code of a function, once it has handled a request. */
let keepCode = () => undefined;

async function answer({ requestId, payload, now, deadline }) {
  drivenNow = now;
  const context = {
    ...workerData.context,
    awsRequestId: requestId,
    logStreamName: workerData.context.logStreamName,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - SystemDate.now()),
  };
  try {
    handler ??= await loadHandler();
    const result = await handler(JSON.parse(payload), context);
    parentPort.postMessage({ ok: true, payload: JSON.stringify(result) ?? 'null', ...used() });
  } catch (error) {
    parentPort.postMessage({ ok: false, error: describe(error), ...used() });
  }
}

function used() {
  const { heapUsed, external } = process.memoryUsage();
  return { usedBytes: heapUsed + external };
}

parentPort.on(
  'message',
  (message) =>
    void answer(message).then(() => {
      keepCode();
      keepCode = () => undefined;
    }),
);
