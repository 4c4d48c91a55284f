import { makeProgram } from './program.ts';
import { output } from './terminal.ts';

/** Runs a command in this process and returns what it printed. One at a time. */
export async function run(...words: string[]): Promise<string> {
  const { write } = output;
  let printed = '';
  output.write = text => {
    printed += text;
  };
  try {
    await makeProgram().parseAsync(words, { from: 'user' });
    return printed.trimEnd();
  } finally {
    output.write = write;
  }
}

/** What a command prints with `--json`, parsed. */
export const runForJson = async <T>(...words: string[]): Promise<T> =>
  JSON.parse(await run(...words, '--json')) as T;
