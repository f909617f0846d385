// Writes docs/errors/README.md from the catalogue in libs/protocol. Build first.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorPage } from '@trine/protocol';

writeFileSync(join(import.meta.dirname, '../docs/errors/README.md'), errorPage());
