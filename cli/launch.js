// Plain JavaScript, so that the command needs no build.

require('node:module').enableCompileCache?.();
const path = require('node:path');
const { ensureInstalled, isInstalled, stop } = require('./install');

const root = path.join(__dirname, '..');
// A fresh clone, of which no npm script was run yet.
if (!isInstalled(root)) {
  ensureInstalled(root);
  if (!isInstalled(root)) stop('node_modules is incomplete: remove it, and run npm ci');
}
// Node 20 is supported, and the SDK's warning about it does not help who runs a command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
require('./typescript');
const { runOnThisMachine } = require('./main.ts');

runOnThisMachine();
