// Required first, by an old Node too: only JavaScript that every Node can read.

var oldest = [20, 19];
var version = process.versions.node;
var parts = version.split('.').map(Number);
var isOld = parts[0] < oldest[0] || (parts[0] === oldest[0] && parts[1] < oldest[1]);
var needed = ['lakeferry needs Node.js', oldest.join('.'), 'or newer: this is', version].join(' ');
var fix = 'install a newer one, such as with "nvm install" in the folder of lakeferry';
var text = [needed, fix].join('; ');

if (isOld) {
  if (process.argv.indexOf('--json') !== -1)
    text = JSON.stringify({
      schema: 'error.v1',
      code: 'wrong-use',
      message: needed,
      fix: fix,
      exitCode: 1,
    });
  console.error(text);
  process.exit(1);
}
