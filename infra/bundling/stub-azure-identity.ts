import type { Plugin } from 'esbuild';

/**
 * tedious reads Azure's identity packages at once, which only Azure Active Directory logins need: 450 KB of a driver that logs in
 * with user and password. They are empty in a bundle.
 */
export const absentPackages: Plugin = {
  name: 'absent-packages',
  setup(build) {
    build.onResolve({ filter: /^@azure\// }, ({ path }) => ({ path, namespace: 'absent' }));
    build.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({
      contents: 'module.exports = {};',
      loader: 'js',
    }));
  },
};
