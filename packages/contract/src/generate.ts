// Writes the files that are made from the contract: node packages/contract/src/generate.ts
import { mkdirSync, writeFileSync } from 'node:fs';
import { generatedFiles } from './generated.ts';

for (const [path, content] of Object.entries(generatedFiles())) {
  const url = new URL(path, import.meta.url);
  mkdirSync(new URL('.', url), { recursive: true });
  writeFileSync(url, content);
}
