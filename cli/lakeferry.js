#!/usr/bin/env node
// Plain JavaScript, so that npm's bin needs no build: tsx compiles the rest as it loads and keeps what it compiled.

require('node:module').enableCompileCache?.();
// Node 20 is on our list, whatever the SDK thinks of it next year: its warning is no news to who runs a command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
require('tsx/cjs');
const { runOnThisMachine } = require('./main.ts');

runOnThisMachine();
