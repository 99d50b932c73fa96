// Prints what the client adds to a page: everything in client/, bundled and minified, without axios.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

// About a tenth more than it is, so that growth gets noticed.
const LIMIT = 3100;

const { outputFiles } = await build({
  entryPoints: ['client/index.ts'],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  external: ['axios'],
  write: false,
});
const [{ contents }] = outputFiles;
const zipped = gzipSync(contents, { level: 9 }).length;
console.log(`latchkey-client without axios: ${contents.length} bytes, ${zipped} gzipped (limit ${LIMIT})`);
process.exitCode = zipped < LIMIT ? 0 : 1;
