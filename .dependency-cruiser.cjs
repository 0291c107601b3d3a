/**
 * Finds import cycles, those of types included: `npm run check` runs it. Rooms and packages are the business of
 * test/architecture. The parser is swc because TypeScript 7 has no API that the tool could use (docs/adr/0022).
 */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'move what both files need into a third one below them',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.d\\.ts$' },
  },
};
