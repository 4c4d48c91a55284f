// Writes the files that are made from the contract: node packages/sdk/src/generate.ts
import { writeFileSync } from 'node:fs';
import { generatedFiles } from './generated.ts';

for (const [path, content] of Object.entries(generatedFiles())) {
  writeFileSync(new URL(path, import.meta.url), content);
}
