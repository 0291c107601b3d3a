import type { CommandGroup, DefinedCommand } from '../command/define-command';

/** Definitions by the name of their command, in the order of the help. Each is loaded when it is needed. */
const definitions = {
  validate: () => {
    const { validate }: typeof import('./validate/command') = require('./validate/command');
    return validate;
  },
  plan: () => {
    const { plan }: typeof import('./plan/command') = require('./plan/command');
    return plan;
  },
  diff: () => {
    const { diff }: typeof import('./diff/command') = require('./diff/command');
    return diff;
  },
  doctor: () => {
    const { doctor }: typeof import('./doctor/command') = require('./doctor/command');
    return doctor;
  },
  discover: () => {
    const { discover }: typeof import('./discover/command') = require('./discover/command');
    return discover;
  },
  run: () => {
    const { run }: typeof import('./run/command') = require('./run/command');
    return run;
  },
  status: () => {
    const { status }: typeof import('./status/command') = require('./status/command');
    return status;
  },
  history: () => {
    const { history }: typeof import('./history/command') = require('./history/command');
    return history;
  },
  show: () => {
    const { show }: typeof import('./show/command') = require('./show/command');
    return show;
  },
  console: () => {
    const { console }: typeof import('./console/command') = require('./console/command');
    return console;
  },
  report: () => {
    const { report }: typeof import('./report/command') = require('./report/command');
    return report;
  },
  calendar: () => {
    const { calendar }: typeof import('./calendar/command') = require('./calendar/command');
    return calendar;
  },
  logs: () => {
    const { logs }: typeof import('./logs/command') = require('./logs/command');
    return logs;
  },
  cancel: () => {
    const { cancel }: typeof import('./cancel/command') = require('./cancel/command');
    return cancel;
  },
  retry: () => {
    const { retry }: typeof import('./retry/command') = require('./retry/command');
    return retry;
  },
  load: () => {
    const { load }: typeof import('./load/command') = require('./load/command');
    return load;
  },
  start: () => {
    const { start }: typeof import('./start/command') = require('./start/command');
    return start;
  },
  resume: () => {
    const { resume }: typeof import('./resume/command') = require('./resume/command');
    return resume;
  },
  stop: () => {
    const { stop }: typeof import('./stop/command') = require('./stop/command');
    return stop;
  },
  pause: () => {
    const { pause }: typeof import('./pause/command') = require('./pause/command');
    return pause;
  },
  unpause: () => {
    const { unpause }: typeof import('./unpause/command') = require('./unpause/command');
    return unpause;
  },
  reload: () => {
    const { reload }: typeof import('./reload/command') = require('./reload/command');
    return reload;
  },
  checkpoint: () => {
    const { checkpoint }: typeof import('./checkpoint/command') = require('./checkpoint/command');
    return checkpoint;
  },
  snapshots: () => {
    const { snapshots }: typeof import('./snapshots/command') = require('./snapshots/command');
    return snapshots;
  },
  rollback: () => {
    const { rollback }: typeof import('./rollback/command') = require('./rollback/command');
    return rollback;
  },
  views: () => {
    const { views }: typeof import('./views/command') = require('./views/command');
    return views;
  },
  query: () => {
    const { query }: typeof import('./query/command') = require('./query/command');
    return query;
  },
  arrivals: () => {
    const { arrivals }: typeof import('./arrivals/command') = require('./arrivals/command');
    return arrivals;
  },
  backfill: () => {
    const { backfill }: typeof import('./backfill/command') = require('./backfill/command');
    return backfill;
  },
  reap: () => {
    const { reap }: typeof import('./reap/command') = require('./reap/command');
    return reap;
  },
  local: () => {
    const { local }: typeof import('./local/command') = require('./local/command');
    return local;
  },
  demo: () => {
    const { demo }: typeof import('./demo/command') = require('./demo/command');
    return demo;
  },
} as const satisfies Readonly<Record<string, () => DefinedCommand | CommandGroup>>;

export type CommandName = keyof typeof definitions;

export const commandNames: readonly CommandName[] = Object.keys(definitions).filter(
  (name): name is CommandName => name in definitions,
);

export function definitionOf(name: CommandName): DefinedCommand | CommandGroup {
  return definitions[name]();
}
