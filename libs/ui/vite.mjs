import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';

/**
 * How every web app of the project is built: one or more HTML entries into `dist`, everything with a hashed name below
 * `assets/` (serve those as immutable), no inline script or style and no data: address, so that
 * `default-src 'self'; img-src 'self' blob:; media-src 'self' blob:` is all the content security policy it needs. Next to each text
 * file lie `.br` and `.gz`, for a server that sends what is already compressed.
 *
 * @param {{ root: string, pages: string[], backend?: string }} options `pages` are HTML files below `root`; `backend` is
 * where `vite dev` sends `/api`.
 */
export function webApp({ root, pages, backend }) {
  return defineConfig({
    root,
    // React's own JSX of esbuild is enough; fast refresh alone is not worth a Babel tool chain.
    esbuild: { jsx: 'automatic', legalComments: 'none' },
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rollupOptions: {
        // Directives for server components, which some packages carry, mean nothing here.
        onwarn: (warning, warn) => { if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning); },
        input: Object.fromEntries(pages.map((page) => [page.replace(/\.html$/, ''), `${root}/${page}`])),
      },
    },
    server: { proxy: backend ? { '/api': { target: backend, changeOrigin: false } } : undefined },
    plugins: [preloadFonts(), compressed()],
  });
}

/** Text is first painted in its own font when the browser asks for the font together with the style sheet. */
function preloadFonts() {
  return {
    name: 'trine:preload-fonts',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        return Object.keys(bundle ?? {})
          .filter((file) => /-(thai|latin)-wght-normal-.*\.woff2$/.test(file))
          .map((file) => ({ tag: 'link', injectTo: 'head', attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: true } }));
      },
    },
  };
}

function compressed() {
  return {
    name: 'trine:compressed',
    writeBundle({ dir }) {
      for (const name of readdirSync(dir, { recursive: true }).filter((each) => /\.(html|js|css|svg|webmanifest)$/.test(each))) {
        const content = readFileSync(join(dir, name));
        writeFileSync(join(dir, `${name}.br`), brotliCompressSync(content));
        writeFileSync(join(dir, `${name}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}
