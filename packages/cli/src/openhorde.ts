import { exitCodeOf, problemsOf } from './problems.ts';
import { makeProgram } from './program.ts';
import { complain } from './terminal.ts';

try {
  await makeProgram().parseAsync();
} catch (error) {
  complain(problemsOf(error));
  process.exitCode = exitCodeOf(error);
}
