// One page with all pictures that browser tests kept, and how soon first screens were ready.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const NAME = /^(.+)\.(phone|desktop)\.(th|en)\.png$/;
const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);

/** Writes index.html into the folder of pictures; gives what to tell the person who asked. */
export function contactSheet(folder) {
  const pictures = readdirSync(folder).map((file) => NAME.exec(file)).filter(Boolean);
  const screens = [...new Set(pictures.map(([, screen]) => screen))].sort();
  const loads = existsSync(join(folder, 'loads.jsonl')) ? readFileSync(join(folder, 'loads.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : [];
  const times = loads.map(({ ready_ms }) => ready_ms).sort((a, b) => a - b);
  const script = Math.max(0, ...loads.map(({ script_bytes }) => script_bytes));
  const figures = loads.length === 0 ? '' : `First screen ready after ${times[times.length >> 1]} ms (median of ${times.length} loads, slowest ${times.at(-1)} ms, while tests run); at most ${(script / 1000).toFixed(0)} kB of script, compressed.`;
  const picture = ([file, screen, size, language]) => `<figure><a href="${file}"><img loading="lazy" src="${encodeURIComponent(file)}" alt="${escape(screen)}, ${size}, ${language}" width="${size === 'phone' ? 195 : 480}"></a><figcaption>${size} · ${language}</figcaption></figure>`;
  writeFileSync(join(folder, 'index.html'), `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Screens</title>
<style>body{font:15px/1.5 system-ui;margin:24px;background:#eceff1}h2{margin:32px 0 8px;font-size:17px}nav{columns:4 200px}section{display:flex;flex-wrap:wrap;gap:16px;align-items:start}figure{margin:0}img{box-shadow:0 1px 6px #0003;display:block}figcaption{color:#455}</style>
<h1>${screens.length} screens</h1><p>${figures}</p><nav>${screens.map((screen) => `<a href="#${escape(screen)}">${escape(screen)}</a><br>`).join('')}</nav>
${screens.map((screen) => `<h2 id="${escape(screen)}">${escape(screen)}</h2><section>${pictures.filter(([, each]) => each === screen).sort(([, , a, x], [, , b, y]) => b.localeCompare(a) || y.localeCompare(x)).map(picture).join('')}</section>`).join('\n')}
</html>
`);
  return `${pictures.length} pictures of ${screens.length} screens: ${relative(process.cwd(), join(folder, 'index.html'))}\n${figures}`;
}
