// Loaded before the command with --require: its output goes to a pipe, and looks as if it went to a terminal of this size.

const [columns, rows] = (process.env.PRETEND_TERMINAL ?? '80x40').split('x').map(Number);
Object.assign(process.stdout, { isTTY: true, columns, rows });
