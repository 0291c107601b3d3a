/** Rooms that hold source, in the order that imports may follow (a room may import those before it, and itself). */
export const rooms = [
  'core',
  'aws',
  'application',
  'functions',
  'layers',
  'infra',
  'local',
  'demo',
  'console',
  'cli',
  'simulation',
  'bench',
] as const;
