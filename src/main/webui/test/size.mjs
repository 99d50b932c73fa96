// Prints what each module of the client adds to a page, bundled and minified, and what axios adds to that.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

// About a tenth more than they are, so that growth gets noticed.
const LIMITS = { index: 4550, axios: 5000, react: 4750 };

async function sizeOf(module, external) {
  const { outputFiles } = await build({
    stdin: { contents: `export * from './client/index.ts'; export * from './client/${module}.ts';`, resolveDir: '.' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external,
    write: false,
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

for (const [module, limit] of Object.entries(LIMITS)) {
  const zipped = await sizeOf(module, ['axios', 'react']);
  console.log(`${module === 'index' ? 'the core' : `the core and /${module}`}: ${zipped} bytes gzipped (limit ${limit})`);
  if (zipped >= limit) {
    process.exitCode = 1;
  }
}
console.log(`the core and /axios, with axios itself: ${await sizeOf('axios', [])} bytes gzipped`);
