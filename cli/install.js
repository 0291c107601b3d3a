// Installs the packages of the lock file that node_modules lacks.
// Plain JavaScript that needs only Node, because no package may be installed yet.

const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/** Installs what node_modules of the folder lacks of the lock file, once at a time. */
exports.ensureInstalled = (folder) => {
  const root = path.resolve(folder ?? path.join(__dirname, '..'));
  const lock = fs.readFileSync(path.join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  if (whyInstall(root, lock, hash) === undefined) return;
  inTurn(root, () => {
    // Another process may have installed while this one waited.
    const still = whyInstall(root, lock, hash);
    if (still !== undefined) install(root, still, hash);
  });
};

/** True if an installation was finished. Whether it is of the current lock file is checked by npm scripts only, as it takes longer. */
exports.isInstalled = (root) =>
  ['.package-lock.json', 'tsx/package.json'].every((name) =>
    fs.existsSync(path.join(root, 'node_modules', name)),
  );

exports.stop = stop;

/** Returns undefined when the installed packages are those of the lock file. */
function whyInstall(root, lock, hash) {
  const modules = path.join(root, 'node_modules');
  if (!fs.existsSync(modules)) return 'node_modules is missing';
  if (read(stampOf(root)) === hash) return undefined;
  const installed = read(path.join(modules, '.package-lock.json'));
  if (installed === undefined) return 'node_modules was not finished';
  // Installed by hand: compare the versions that npm recorded with those of the lock file.
  const wanted = JSON.parse(lock.toString()).packages;
  const found = JSON.parse(installed).packages;
  for (const [name, entry] of Object.entries(wanted)) {
    if (!name.includes('node_modules/') || entry.optional || entry.devOptional) continue;
    if (entry.link) {
      // A workspace of this repository only has to be linked.
      if (!fs.existsSync(path.join(root, name))) return `node_modules lacks the workspace ${entry.resolved}`;
      continue;
    }
    if (found[name] === undefined || found[name].version !== entry.version)
      return `node_modules is older than package-lock.json (${name.replace(/^.*node_modules\//, '')})`;
  }
  return undefined;
}

function stampOf(root) {
  return path.join(root, 'node_modules', '.lakeferry-lock-hash');
}

function install(root, reason, hash) {
  // On stderr: stdout is for the command that follows, which may print JSON.
  process.stderr.write(`${reason}: installing with npm ci, which takes a minute or two ...\n`);
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm === undefined ? ['npm'] : [process.execPath, npm];
  const done = spawnSync(command, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: npm === undefined && process.platform === 'win32',
  });
  if (done.signal !== null) stop(`npm ci was ended by ${done.signal}: start again`);
  if (done.status !== 0) stop('npm ci failed: its messages are above');
  fs.mkdirSync(path.join(root, 'node_modules'), { recursive: true });
  fs.writeFileSync(stampOf(root), hash);
}

/** Runs `work` when no other process installs here. */
function inTurn(root, work) {
  const turn = path.join(root, '.lakeferry', 'installing');
  let isAnnounced = false;
  for (;;) {
    try {
      fs.mkdirSync(path.dirname(turn), { recursive: true });
      fs.mkdirSync(turn);
      break;
    } catch (error) {
      // ENOENT: another process removed the folder between the two lines.
      if (error.code === 'ENOENT') continue;
      if (error.code !== 'EEXIST') throw error;
      if (holderIsGone(turn)) {
        fs.rmSync(turn, { recursive: true, force: true });
        continue;
      }
      if (!isAnnounced) process.stderr.write('another process is installing; waiting for it ...\n');
      isAnnounced = true;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    }
  }
  const giveUp = () => {
    fs.rmSync(turn, { recursive: true, force: true });
    try {
      fs.rmdirSync(path.dirname(turn));
    } catch {
      // It holds other files too.
    }
  };
  process.once('exit', giveUp);
  fs.writeFileSync(path.join(turn, 'pid'), String(process.pid));
  work();
  process.removeListener('exit', giveUp);
  giveUp();
}

function holderIsGone(turn) {
  const pid = Number(read(path.join(turn, 'pid')));
  if (!(pid > 0)) {
    // Created a moment ago without its process id yet, or its process ended in between.
    const made = fs.statSync(turn, { throwIfNoEntry: false });
    return made !== undefined && Date.now() - made.mtimeMs > 5_000;
  }
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
