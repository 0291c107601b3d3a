#!/usr/bin/env node
// Plain JavaScript, so that the command needs no build.

require('node:module').enableCompileCache?.();
// Node 20 is supported, and the SDK's warning about it does not help who runs a command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
require('./typescript');
const { runOnThisMachine } = require('./main.ts');

runOnThisMachine();
