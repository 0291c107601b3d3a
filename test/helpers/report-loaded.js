// Preloaded with --require: reports on stderr, as JSON, the files that the process loaded.
process.on('exit', () => process.stderr.write(JSON.stringify(Object.keys(require.cache))));
