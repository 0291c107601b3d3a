/**
 * Phrases that a reader outside this project stumbles over, and what to write instead. The rules behind them are in
 * docs/writing.md. `words.test.ts` looks for them in the documentation, in strings that users see and in doc comments.
 */
export interface BannedPhrase {
  readonly pattern: RegExp;
  readonly instead: string;
}

/** Things that are counted: "one stack an environment" is "one stack per environment". */
const counted =
  'account|environment|department|job|run|table|file|second|minute|hour|day|week|month|task|endpoint|database|source|' +
  'engine|column|object|type|batch|stack|function|role|region|bus|load|segment|partition|call|line|service|bucket';
const number =
  'one|two|three|four|five|ten|hundred|(?<!\\b(?:on|in|to|of|for|with|at|from|by|into) )an?|(?<!\\b[A-Z]\\w* )\\d[\\d,]*';
const link =
  'on|in|to|of|for|with|without|by|from|at|as|is|and|or|than|that|after|before|within|into|per|not|but|also';

export const bannedPhrases: readonly BannedPhrase[] = [
  { pattern: /\b(mend|mends|mended|mending|unmended)\b/i, instead: 'fix' },
  { pattern: /\banew\b/i, instead: 'again, from the start' },
  { pattern: /\b(tell|tells|telling|told)\b/i, instead: 'report, notify, say, distinguish' },
  { pattern: /\b(watch|watches|watched|watching)\b/i, instead: 'monitor, follow' },
  { pattern: /\bwithout a word\b/i, instead: 'silently' },
  { pattern: /\b(look|looks|looked|looking) (into|around|after)\b/i, instead: 'check' },
  { pattern: /(?<!\b(is|are|was|were|been) )\blook(s|ed|ing)? at\b/i, instead: 'check, read' },
  { pattern: /\blies (in|under|beside|below|outside|where|there)\b/i, instead: 'is in' },
  { pattern: /\bgoes on\b/i, instead: 'continues' },
  { pattern: /\bagain and again\b/i, instead: 'repeatedly' },
  { pattern: /\bfor ever\b/i, instead: 'without an end' },
  { pattern: /\ball the same\b/i, instead: 'still' },
  { pattern: /\bdeaths?\b(?!-)/i, instead: 'end, crash, kill' },
  {
    pattern: /\b(stands|stand|stood) (beside|in( (the|a|its|their|docs|`|local|AWS)|$))/i,
    instead: 'is documented in, is in',
  },
  {
    pattern:
      /(?<!\b(there|which|that) )\b(is|are) no (?!longer\b|more than\b|less\b|later\b|earlier\b|other\b|such\b)/i,
    instead: 'is not a',
  },
  { pattern: /\bas (it|they) (comes?|stands?)\b/i, instead: 'unchanged, when it arrives' },
  { pattern: /\b(is|are) (none|nobody) of (ours|its|theirs)\b/i, instead: 'is not one of ...' },
  { pattern: /\bcomes? to (its|an|their) end\b/i, instead: 'ends, finishes' },
  { pattern: /\bwhat (it|they|that) comes? to\b/i, instead: 'result' },
  { pattern: /\bin (a|one) word\b/i, instead: 'in short' },
  // Not `-sweep` nor `sweep` in backquotes: physical and stored names stay.
  { pattern: /(?<![-`])\b(sweep|sweeps|sweeper|swept)\b/i, instead: 'poll' },
  { pattern: /\bvaults?\b/i, instead: 'checkpoint store' },
  { pattern: /(?<!:)\bledgers?\b/i, instead: 'publish progress, load history, journal' },
  { pattern: /(?<!\bin )(?<!-)\bflights?\b/i, instead: 'in-flight run' },
  { pattern: /\bthe house\b|\bhouse (app|stack|function)/i, instead: 'the repository, the CDK app' },
  { pattern: /\b(otherwise than|shall)\b/i, instead: 'must, should' },
  { pattern: /\bwhosoever|whoever asks|who asks\b/i, instead: 'the caller' },
  { pattern: /\ba road of its own\b|\bon its road\b|\banother road\b/i, instead: 'its own connection' },
  { pattern: /\b(wake|wakes|woke|woken|waking)\b/i, instead: 'trigger' },
  { pattern: /\b(block|blocks|blocking|informs) (a|the) run\b/i, instead: 'is an error, is a note' },
  { pattern: /\bslips?\b/i, instead: 'likely typo' },
  { pattern: /\b(hence|thereof|thereby|whereby|hitherto|lest)\b/i, instead: 'so, by this' },
  {
    pattern: /\b(once|twice) an? (?!second|minute|hour|day|week|month|year)[a-z]+\b/i,
    instead: 'once per',
  },
  {
    pattern: new RegExp(
      `\\b(${number}) (?!(?:${link}) )(?:[\\w-]+ )?an? (${counted})\\b(?! (of|that|which|to)\\b)`,
      'i',
    ),
    instead: 'per',
  },
];

/** Places where a phrase is right. `text` is a part of the line or string in question. */
export interface Exception {
  readonly file: string;
  readonly text: string;
  readonly reason: string;
}

export const exceptions: readonly Exception[] = [
  {
    file: 'core/checks/report/earlier-reports.ts',
    text: 'wrote `mend` for `fix`',
    reason: 'names a key of stored reports of an earlier version',
  },
];
