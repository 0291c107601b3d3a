#!/usr/bin/env node
// An old Node has to read this file, so that it can say what is needed.

require('./check-node');
require('./launch');
