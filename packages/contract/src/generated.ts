import { openapiDocument, swaggerDocument } from './openapi/documents.ts';
import { returnCodePage } from './returnCodePage.ts';

const asText = (document: object) => `${JSON.stringify(document, null, 1)}\n`;

/** What is made from the contract and committed: path from this folder -> content. */
export const generatedFiles = (): Record<string, string> => ({
  '../generated/openapi.json': asText(openapiDocument()),
  '../generated/swagger.json': asText(swaggerDocument()),
  '../../../docs/return-codes.md': returnCodePage(),
});
