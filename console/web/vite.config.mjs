import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/** One classic script and one style sheet: browsers load no modules from `file://`. */
export default defineConfig({
  root,
  configFile: false,
  publicDir: fileURLToPath(new URL('./public', import.meta.url)),
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  build: {
    emptyOutDir: true,
    target: 'es2022',
    cssCodeSplit: false,
    chunkSizeWarningLimit: 10_000,
    lib: {
      entry: fileURLToPath(new URL('./main.tsx', import.meta.url)),
      formats: ['iife'],
      name: 'lakeferryConsole',
      fileName: () => 'console.js',
      cssFileName: 'console',
    },
  },
});
