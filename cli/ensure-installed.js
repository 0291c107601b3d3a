// Run before `npm run demo` and `npm test`: installs the packages of the lock file that node_modules lacks.

require('./check-node');
require('./install').ensureInstalled(process.argv[2]);
