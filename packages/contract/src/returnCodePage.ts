import { RETURN_CODE_FAMILIES, type ReturnCodeEntry } from './returnCodes.ts';

/** The page that explains every return code, as markdown. */
export function returnCodePage(): string {
  const families = Object.entries<Record<string, ReturnCodeEntry>>(RETURN_CODE_FAMILIES);
  return [
    '# Return codes',
    '',
    'A refused call answers `{"message": …, "rc": …}`: a sentence for people and one of these codes for programs. A call whose',
    'form is wrong answers `{"message": …, "errors": {"<field>": "<what is wrong>"}}` instead, with status 400 and without a code.',
    'The sentences are the usual ones; a call may answer a more exact one.',
    'Any call may be answered with one of the codes of status 503; its header `Retry-After` says in how many seconds to try again.',
    ...families.flatMap(([name, entries]) => [
      '',
      `## ${name}`,
      '',
      '| rc | status | what it means and what to do |',
      '|---|---|---|',
      ...Object.entries(entries).map(([rc, { status, message }]) => `| \`${rc}\` | ${status} | ${message} |`),
    ]),
    '',
    'This page is made from the table in `packages/contract` by `node packages/contract/src/generate.ts`.',
    '',
  ].join('\n');
}
